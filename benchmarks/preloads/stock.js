// The stock NodeSDK as its documentation sets it up: every tick and operation is an SDK span in a BatchSpanProcessor, sent as
// protobuf to the endpoint in the environment.

const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { install } = require('./spans.js');

new NodeSDK({
  instrumentations: [new PgInstrumentation()],
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [],
  logRecordProcessors: [],
}).start();
install();
