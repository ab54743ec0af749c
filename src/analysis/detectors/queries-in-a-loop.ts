// Finds the same statement run again and again inside one tick: one query for each row, `N+1`.
//
// Of kept ticks, because their trees say who asked. Sentry asks for five repeats under one parent too, and for 50 ms, which no tick has.

import { formatMean, formatShare } from '../../model/format-units.js';
import type { KeptOperation } from '../../model/record/record-segment.js';
import type { Share } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import type { Detected, Detector, DetectorInput } from './detector.js';
import { type AskingTick, asking, asksAt } from './asking-ticks.js';
import { gainOfFewerCalls } from './fewer-calls.js';
import { placeOf, type RankedRow, shareEvidence } from './in-ticks.js';
import { comparedColumn, isPaged, isWrite } from './statements.js';

/** Below five repeats a batch saves less than it costs to write. */
const LEAST_REPEATS = 5;
/** Of the kept ticks that have the statement at all. */
const LEAST_TICK_SHARE = 0.2;

/** Of one call, that each further row adds to a statement for all of them: PostgreSQL 15 took 0.9 to 1.2 calls for 5 to 25 rows by key, 2.1 to 2.7 for 100. */
const NEXT_ROW = 0.01;

/** How a statement stands in one tick. */
interface Loop {
  readonly tick: AskingTick;
  readonly repeats: number;
  readonly parent: string;
  /** What asks. */
  readonly caller: KeptOperation;
}

export const queriesInALoop: Detector = {
  id: 'queries-in-a-loop',
  title: 'One query per row',
  titleOfNone: 'No statement is asked again and again in a tick',
  needsAllTicks: false,

  detect(input) {
    return input.rows
      .filter(({ row }) => row.kind === 'query' && !isPaged(row.name))
      .flatMap((ranked) => loopOf(input, ranked));
  },
};

function loopOf({ segment, whatIf }: DetectorInput, { row, share, callsPerTick }: RankedRow): Detected[] {
  const ticks = asking(segment.kept, row.name);
  const loops = ticks.flatMap((tick) => loopIn(tick) ?? []);
  const [longest] = loops.toSorted((left, right) => right.repeats - left.repeats);
  const tickShare = loops.length / ticks.length;
  if (longest === undefined || tickShare < LEAST_TICK_SHARE) return [];
  const repeats = sum(loops.map((loop) => loop.repeats)) / loops.length;
  return [
    {
      share,
      ...gainOfFewerCalls(segment, whatIf, row, {
        ticks: loops.map(({ tick }) => tick),
        instead: 1 + NEXT_ROW * (repeats - 1),
      }),
      ...placeOf(asksAt(segment, longest.caller)),
      evidence: {
        statement: row.name,
        'asked below': longest.parent,
        'times in a tick': formatMean(repeats),
        'of the kept ticks that ask it': formatShare(tickShare as Share),
        'calls in all ticks': formatMean(callsPerTick),
        ...shareEvidence({ share }),
        trace: longest.tick.tick.traceId,
      },
      advice: adviceFor(row.name),
    },
  ];
}

/**
 * @returns the deepest operation below which the statement was asked for often; `undefined` where none is, or where it was asked again
 * because it had failed
 */
function loopIn(tick: AskingTick): Loop | undefined {
  const { asked } = tick;
  const { operations } = tick.tick;
  const counts = new Map<number, number>();
  const answered = asked.filter(({ failed }) => failed !== true);
  for (const { parent } of answered) {
    // A method of a DatabaseService asks once, and its caller calls it in a loop.
    for (let above = parent; above !== -1; above = (operations[above] as KeptOperation).parent) {
      counts.set(above, (counts.get(above) ?? 0) + 1);
    }
  }
  const loops = [...counts].filter(([, count]) => count >= LEAST_REPEATS);
  const [[position, repeats] = [-1, 0]] = loops.toSorted(([left], [right]) => right - left);
  const around = operations[position];
  if (around === undefined) return undefined;
  const caller = operations[answered[0]?.parent ?? position];
  return { tick, repeats, parent: around.name, caller: caller ?? around };
}

function adviceFor(statement: string): string {
  if (isWrite(statement)) {
    return 'Write all rows with one statement: INSERT ... SELECT * FROM unnest($1::text[], $2::numeric[]), or VALUES with many rows.';
  }
  const column = comparedColumn(statement) ?? 'id';
  return `Ask for all rows at once: WHERE ${column} = ANY($1), and look them up in a Map by ${column}.`;
}
