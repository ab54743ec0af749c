// Which series the sums become: one value or one histogram for each metric and set of attributes.

import type { MetricTotals, OperationTotals, RuntimeTotals } from '../../aggregate/metric-totals.js';
import { NO_SYMBOL } from '../../aggregate/symbol-totals.js';
import type { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { OverheadTotals } from '../../model/record/record-segment.js';
import {
  ATTR_CPU_MODE,
  ATTR_KEPT_REASON,
  ATTR_LOSS_CAUSE,
  ATTR_MEMORY_TYPE,
  ATTR_NODEJS_EVENTLOOP_STATE,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_OVERHEAD_ACTIVITY,
  ATTR_SYMBOL,
  ATTR_TICK_NAME,
  METRIC_LOSSES,
  METRIC_MEMORY_PRIVATE,
  METRIC_MEMORY_USAGE,
  METRIC_NODEJS_EVENTLOOP_TIME,
  METRIC_NODEJS_EVENTLOOP_UTILIZATION,
  METRIC_OPERATION_CRITICAL_PATH,
  METRIC_OPERATION_DURATION,
  METRIC_OPERATION_FAILED,
  METRIC_OPERATION_LATE,
  METRIC_OPERATION_SELF,
  METRIC_OVERHEAD_HOLD_MAX,
  METRIC_OVERHEAD_SPAN_RECORDED,
  METRIC_OVERHEAD_SPAN_TIME,
  METRIC_OVERHEAD_TICK_TIME,
  METRIC_OVERHEAD_TIME,
  METRIC_OVERHEAD_WRITTEN,
  METRIC_PROCESS_CPU_TIME,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_TICK_STARTED,
  METRIC_TICK_DURATION,
  METRIC_TICK_ENDED,
  METRIC_TICK_FAILED,
  METRIC_TICK_KEPT,
  METRIC_TICK_UNDER_TARGET,
} from '../../model/semconv/semantic-conventions.js';
import type { Series, SeriesAttributes } from './one-series.js';
import { loopSeries, resourceSeries } from './runtime-series.js';

const NONE: SeriesAttributes = {};

/** @returns the series, those of one metric not necessarily side by side */
export function seriesOf(totals: MetricTotals): Series[] {
  return [
    ...tickSeries(totals),
    ...operationSeries(totals.operations),
    ...operationSeries(totals.untraced),
    ...operationSeries(totals.waits),
    ...countsBy(METRIC_LOSSES, ATTR_LOSS_CAUSE, totals.losses),
    ...overheadSeries(totals.overhead),
    ...(totals.runtime === undefined ? [] : runtimeSeries(totals.runtime, totals.cpuModes)),
    ...loopSeries(totals.loop),
    ...(totals.resources === undefined ? [] : resourceSeries(totals.resources)),
  ];
}

function tickSeries({ ticksStarted, tickNames, ticksKept, symbols }: MetricTotals): Series[] {
  const series: Series[] = [
    { metric: METRIC_TICK_STARTED, attributes: NONE, value: ticksStarted },
    ...countsBy(METRIC_TICK_KEPT, ATTR_KEPT_REASON, ticksKept),
  ];
  for (const { name, durations, failed, underTarget } of tickNames.values()) {
    const attributes = { [ATTR_TICK_NAME]: name };
    if (symbols === undefined) series.push(durationSeries(name, NO_SYMBOL, durations));
    series.push(
      { metric: METRIC_TICK_ENDED, attributes, value: durations.count },
      { metric: METRIC_TICK_FAILED, attributes, value: failed },
      { metric: METRIC_TICK_UNDER_TARGET, attributes, value: underTarget },
    );
  }
  for (const { name, symbol, durations } of symbols?.ticks() ?? [])
    series.push(durationSeries(name, symbol, durations));
  return series;
}

function durationSeries(name: string, symbol: string, durations: ExponentialHistogram): Series {
  const attributes = { [ATTR_TICK_NAME]: name, [ATTR_SYMBOL]: symbol };
  return { metric: METRIC_TICK_DURATION, attributes, value: durations.toData() };
}

function operationSeries(rows: readonly (OperationTotals | undefined)[]): Series[] {
  const series: Series[] = [];
  for (const row of rows) {
    if (row === undefined) continue;
    const attributes = { [ATTR_OPERATION_KIND]: row.identity.kind, [ATTR_OPERATION_NAME]: row.identity.name };
    series.push(
      { metric: METRIC_OPERATION_DURATION, attributes, value: row.durations.toData() },
      { metric: METRIC_OPERATION_CRITICAL_PATH, attributes, value: row.criticalPathNanos },
      { metric: METRIC_OPERATION_SELF, attributes, value: row.selfNanos },
      { metric: METRIC_OPERATION_FAILED, attributes, value: row.failed },
      { metric: METRIC_OPERATION_LATE, attributes, value: row.late },
    );
  }
  return series;
}

function countsBy(metric: string, attribute: string, counts: ReadonlyMap<string, number>): Series[] {
  return [...counts].map(([name, value]) => ({ metric, attributes: { [attribute]: name }, value }));
}

/** CallTracer is measured on a sample of the operations and is taken for all, as in the report. Before that no mean is known. */
function overheadSeries(overhead: Required<OverheadTotals>): Series[] {
  const activity = (name: string): SeriesAttributes => ({ [ATTR_OVERHEAD_ACTIVITY]: name });
  const series: Series[] = [
    { metric: METRIC_OVERHEAD_SPAN_RECORDED, attributes: NONE, value: overhead.spans },
    { metric: METRIC_OVERHEAD_TIME, attributes: activity('closing'), value: overhead.closingNanos },
    { metric: METRIC_OVERHEAD_TIME, attributes: activity('writing'), value: overhead.writingNanos },
    { metric: METRIC_OVERHEAD_TIME, attributes: activity('exporting'), value: overhead.exportingNanos },
    { metric: METRIC_OVERHEAD_TIME, attributes: activity('loading'), value: overhead.loadingNanos },
    { metric: METRIC_OVERHEAD_HOLD_MAX, attributes: NONE, value: overhead.longestHoldNanos },
    { metric: METRIC_OVERHEAD_WRITTEN, attributes: NONE, value: overhead.writtenBytes },
  ];
  if (overhead.sampledSpans === 0) return series;
  const spanNanos = overhead.sampledSpanNanos / overhead.sampledSpans;
  series.push({ metric: METRIC_OVERHEAD_SPAN_TIME, attributes: NONE, value: spanNanos });
  if (overhead.closedTicks === 0) return series;
  const tickNanos = (overhead.closingNanos + overhead.spans * spanNanos) / overhead.closedTicks;
  return [...series, { metric: METRIC_OVERHEAD_TICK_TIME, attributes: NONE, value: tickNanos }];
}

function runtimeSeries(
  { cpuNanos, loopActiveNanos, loopIdleNanos, last }: RuntimeTotals,
  cpuModes: MetricTotals['cpuModes'],
): Series[] {
  const cpu = (mode: string, value: number): Series => {
    return { metric: METRIC_PROCESS_CPU_TIME, attributes: { [ATTR_CPU_MODE]: mode }, value };
  };
  const loop = (state: string): SeriesAttributes => ({ [ATTR_NODEJS_EVENTLOOP_STATE]: state });
  const memory = (type: string): SeriesAttributes => ({ [ATTR_MEMORY_TYPE]: type });
  const utilization = last.elapsedNanos === 0 ? 0 : Math.min(1, last.loopActiveNanos / last.elapsedNanos);
  // A worker's sample has no resident memory: that and processor time are the whole process's.
  const ofProcess =
    last.rssBytes === 0
      ? []
      : [
          ...(cpuModes === undefined
            ? [cpu('', cpuNanos)]
            : [cpu('user', cpuModes.user), cpu('system', cpuModes.system)]),
          { metric: METRIC_PROCESS_MEMORY_USAGE, attributes: NONE, value: last.rssBytes },
          ...(last.privateBytes === undefined
            ? []
            : [{ metric: METRIC_MEMORY_PRIVATE, attributes: NONE, value: last.privateBytes }]),
        ];
  return [
    { metric: METRIC_NODEJS_EVENTLOOP_UTILIZATION, attributes: NONE, value: utilization },
    { metric: METRIC_NODEJS_EVENTLOOP_TIME, attributes: loop('active'), value: loopActiveNanos },
    { metric: METRIC_NODEJS_EVENTLOOP_TIME, attributes: loop('idle'), value: loopIdleNanos },
    { metric: METRIC_MEMORY_USAGE, attributes: memory('heap'), value: last.heapUsedBytes },
    { metric: METRIC_MEMORY_USAGE, attributes: memory('external'), value: last.externalBytes },
    ...ofProcess,
  ];
}
