// Statements that nearly every tick waits for: N+1 across ticks and symbols.

import { formatDuration, formatMean } from '../../model/format-units.js';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { Share } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import { askedAt, asking } from './asking-ticks.js';
import type { Detected, DetectorInput } from './detector.js';
import { gainOfFewerCalls } from './fewer-calls.js';
import { meanOf, placeOf, type RankedRow, shareEvidence } from './in-ticks.js';

/** A statement that one tick in two asks for belongs to what every event does. */
const LEAST_CALLS_PER_TICK = 0.5;
/** More calls in a tick are a loop, which is another finding. */
const MOST_CALLS_PER_TICK = 4;
const LEAST_SHARE: Share = 0.05 as Share;

/** @param adviceFor given the statement; `undefined` where it is of another kind */
export function statementsInEveryTick(
  { segment, rows, whatIf }: DetectorInput,
  adviceFor: (statement: string) => string | undefined,
): Detected[] {
  return rows
    .filter((ranked) => isInEveryTick(ranked) && !isLoop(segment.kept, ranked.row.name))
    .flatMap(({ row, share, callsPerTick }) => {
      const advice = adviceFor(row.name);
      if (advice === undefined) return [];
      return [
        {
          share,
          ...gainOfFewerCalls(segment, whatIf, row, { ticks: asking(segment.kept, row.name), instead: 0 }),
          ...placeOf(askedAt(segment, row.name)),
          evidence: {
            statement: row.name,
            'calls in a tick': formatMean(callsPerTick),
            mean: formatDuration(meanOf(row)),
            ...shareEvidence({ share }),
          },
          advice,
        },
      ];
    });
}

function isInEveryTick({ row, share, callsPerTick }: RankedRow): boolean {
  return (
    row.kind === 'query' &&
    share >= LEAST_SHARE &&
    callsPerTick >= LEAST_CALLS_PER_TICK &&
    callsPerTick <= MOST_CALLS_PER_TICK
  );
}

/** Few calls in the mean of all ticks may be many in a few. */
function isLoop(kept: readonly KeptTick[], statement: string): boolean {
  const ticks = asking(kept, statement);
  return sum(ticks.map(({ asked }) => asked.length)) > MOST_CALLS_PER_TICK * ticks.length;
}
