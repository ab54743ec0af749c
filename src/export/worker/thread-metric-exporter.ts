// The `PushMetricExporter` of a metric reader whose metrics leave by the `ExportThread`.

import type { ExportResult } from '@opentelemetry/core';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ExportThread } from './export-thread.js';

/** @param exporter the one that the thread has too: it says which temporality and which aggregation are wanted */
export function threadMetricExporter(thread: ExportThread, exporter: PushMetricExporter): PushMetricExporter {
  return {
    export: (metrics: ResourceMetrics, done: (result: ExportResult) => void) => thread.exportMetrics(metrics, done),
    selectAggregation: (type) => exporter.selectAggregation?.(type) as never,
    selectAggregationTemporality: (type) => exporter.selectAggregationTemporality?.(type) as never,
    forceFlush: async () => {},
    shutdown: () => exporter.shutdown(),
  };
}
