// Statements that are slow by themselves, by the target of the report.

import { formatDuration, formatMean } from '../../model/format-units.js';
import { QUERY_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Detector } from './detector.js';
import { gainWithout, shareEvidence } from './in-ticks.js';

export const slowStatements: Detector = {
  id: 'slow-statements',
  title: 'A statement is slow',
  titleOfNone: 'No statement that ticks wait for takes 10 ms or longer, mean',
  needsAllTicks: false,

  detect({ rows, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      // What the program held its loop for is not the database's.
      const meanNanos = Math.round((row.durations.sumNanos - (row.loopNanos ?? 0)) / row.count) as Nanoseconds;
      if (row.kind !== 'query' || meanNanos < QUERY_TARGET_NANOS) return [];
      return [
        {
          share,
          ...gainWithout(whatIf, row, 0.75),
          evidence: {
            statement: row.name,
            mean: formatDuration(meanNanos),
            'calls in a tick': formatMean(callsPerTick),
            ...shareEvidence({ share }),
          },
          advice:
            'Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and the values of your code: a scan of a growing table wants an index on what it is filtered and sorted by; many rows want a LIMIT.',
        },
      ];
    });
  },
};
