// Starts the OpenTelemetry SDK around the recorder: resource, context manager, propagators.

import { NodeSDK } from '@opentelemetry/sdk-node';

/**
 * Empty lists, not absent ones: without them the SDK would send traces, metrics and logs to localhost:4318 although nobody
 * asked for it.
 */
export function startNodeSdk(): void {
  new NodeSDK({ spanProcessors: [], metricReaders: [], logRecordProcessors: [] }).start();
}
