// How events came in, as the report says it.

import { type ArrivalTotals, type ByBasis, WAIT_BASES } from '../model/record/arrival-totals.js';
import { ExponentialHistogram, type HistogramData } from '../model/histogram/exponential-histogram.js';
import type { ReportSpread, ReportTicks, ReportWait } from '../model/report/report.js';

export type ReportArrivals = Pick<
  ReportTicks,
  | 'received'
  | 'handled'
  | 'dropped'
  | 'receivedBasis'
  | 'sequenceGaps'
  | 'sequenceMissing'
  | 'wait'
  | 'response'
  | 'age'
>;

/** @param started ticks that began: one that handled nothing that was counted before is an event by itself */
export function reportArrivals(arrivals: ArrivalTotals, started: number): ReportArrivals {
  const ticksAlone = Math.max(0, started - arrivals.ticksFromReceived);
  const knowsArrivals = arrivals.received > 0;
  return {
    received: arrivals.received + ticksAlone,
    handled: arrivals.handled + ticksAlone,
    // A window of a run can begin between the arrival of an event and its tick.
    dropped: Math.max(0, arrivals.received - arrivals.handled),
    receivedBasis: !knowsArrivals ? 'ticks' : ticksAlone === 0 ? 'arrivals' : 'mixed',
    sequenceGaps: arrivals.sequenceGaps,
    sequenceMissing: arrivals.sequenceMissing,
    wait: byBasis(arrivals.waits),
    response: byBasis(arrivals.responses),
    ...(arrivals.ages.count > 0 && {
      age: { ...spread(arrivals.ages), understatedAtMostNanos: arrivals.smallestAgeFellNanos },
    }),
  };
}

function byBasis(histograms: ByBasis): ReportWait[] {
  return WAIT_BASES.filter((basis) => histograms[basis].count > 0).map((basis) => ({
    basis,
    ...spread(histograms[basis]),
  }));
}

function spread(data: HistogramData): ReportSpread {
  const histogram = ExponentialHistogram.fromData(data);
  return {
    count: histogram.count,
    p50Nanos: histogram.quantile(0.5),
    p95Nanos: histogram.quantile(0.95),
    p99Nanos: histogram.quantile(0.99),
    maxNanos: histogram.maxNanos,
  };
}
