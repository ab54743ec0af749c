// Statements that are slow by themselves, by the target of the report.

import { formatDuration, formatMean } from '../../model/format-units.js';
import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { OperationRow } from '../../model/record/record-segment.js';
import { QUERY_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { askerOf } from './asking-ticks.js';
import type { Detector } from './detector.js';
import { gainWithout, placeOf, shareEvidence } from './in-ticks.js';

/** Of the calls. One that has waited for a lock for seconds makes the mean of a thousand slow. */
const LEAST_SLOW_SHARE = 0.1;

export const slowStatements: Detector = {
  id: 'slow-statements',
  title: 'A statement is slow',
  titleOfNone: 'No statement that ticks wait for takes 10 ms or longer, mean',
  needsAllTicks: false,

  detect({ rows, segment, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      // What the program held its loop for is not the database's.
      const meanNanos = Math.round((row.durations.sumNanos - (row.loopNanos ?? 0)) / row.count) as Nanoseconds;
      if (row.kind !== 'query' || meanNanos < QUERY_TARGET_NANOS || !isOftenSlow(row)) return [];
      return [
        {
          share,
          ...gainWithout(whatIf, row, 0.75),
          ...placeOf(askerOf(segment.kept, row.name)),
          evidence: {
            statement: row.name,
            mean: formatDuration(meanNanos),
            'calls in a tick': formatMean(callsPerTick),
            ...shareEvidence({ share }),
          },
          advice:
            'Its plan says why: tickscope plans asks PostgreSQL for it, and which index would help; elsewhere EXPLAIN does, with the values of your code. A scan of a growing table wants an index on what it is filtered and sorted by; many rows want a LIMIT.',
        },
      ];
    });
  },
};

function isOftenSlow({ durations }: OperationRow): boolean {
  return ExponentialHistogram.fromData(durations).quantile(1 - LEAST_SLOW_SHARE) >= QUERY_TARGET_NANOS;
}
