// The stock NodeSDK: every tick and operation is an SDK span in a BatchSpanProcessor, whose exporter does nothing.

const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { BatchSpanProcessor } = require('@opentelemetry/sdk-trace');
const { install } = require('./spans.js');

const exporter = { export: (_spans, done) => done({ code: 0 }), shutdown: () => Promise.resolve() };
new NodeSDK({
  instrumentations: [new PgInstrumentation()],
  spanProcessors: [new BatchSpanProcessor({ exporter })],
  metricReaders: [],
  logRecordProcessors: [],
}).start();
install();
