// Statements that are slow by themselves, by the target of the report.

import { formatDuration, formatMean } from '../../model/format-units.js';
import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { OperationRow, RecordSegment } from '../../model/record/record-segment.js';
import { QUERY_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { hasPlan } from '../has-plan.js';
import { askerOf } from './asking-ticks.js';
import type { Detector } from './detector.js';
import { gainWithout, meanOf, placeOf, shareEvidence } from './in-ticks.js';
import { comparedColumn, isRead } from './statements.js';

/** Of the calls. One that has waited for a lock for seconds makes the mean of a thousand slow. */
const LEAST_SLOW_SHARE = 0.1;
/** Share of a statement's time that a better plan is taken to remove, where nothing tells how much. */
const USUAL_SHARE = 0.75;
const LEAST_CALLS = 20;
/** What reads many rows however it finds them. */
const READS_MANY = /\b(?:join|group\s+by|order\s+by|distinct|union|over|with|count|sum|avg|min|max)\b/i;

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
          ...gainWithout(whatIf, row, removedShare(segment, row)),
          ...placeOf(askerOf(segment.kept, row.name)),
          evidence: {
            statement: row.name,
            mean: formatDuration(meanNanos),
            'calls in a tick': formatMean(callsPerTick),
            ...shareEvidence({ share }),
          },
          advice: adviceFor(row.name),
        },
      ];
    });
  },
};

function adviceFor(statement: string): string {
  if (statement.startsWith('redis '))
    return 'A command is slow that goes through many entries (KEYS, LRANGE, SMEMBERS), or that stands behind others on its connection; one that waits for something to come (BLPOP, XREAD) wants a connection of its own. SLOWLOG has what the server itself took.';
  if (!hasPlan(statement))
    return 'It has no plan that could be another: it waits for the disk when it is committed, for a lock, or for the indexes of its table. Write many rows with one statement, or in one transaction, behind the tick.';
  return 'Its plan says why: tickscope plans asks PostgreSQL for it, and which index would help; elsewhere EXPLAIN does, with the values of your code. A scan of a growing table wants an index on what it is filtered and sorted by; many rows want a LIMIT.';
}

/** With an index, rows of one table are found about as quickly as the program's quickest statement finds its own. */
function removedShare({ operations }: RecordSegment, slow: OperationRow): number {
  const isLookUp = isRead(slow.name) && comparedColumn(slow.name) !== undefined && !READS_MANY.test(slow.name);
  const quickest = operations
    .filter(({ kind, name, count }) => kind === 'query' && name !== slow.name && count >= LEAST_CALLS)
    .map(({ durations }) => ExponentialHistogram.fromData(durations).quantile(0.5));
  if (!isLookUp || quickest.length === 0) return USUAL_SHARE;
  return Math.max(USUAL_SHARE, 1 - Math.min(...quickest) / meanOf(slow));
}

function isOftenSlow({ durations }: OperationRow): boolean {
  return ExponentialHistogram.fromData(durations).quantile(1 - LEAST_SLOW_SHARE) >= QUERY_TARGET_NANOS;
}
