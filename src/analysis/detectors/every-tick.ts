// Statements that nearly every tick waits for: N+1 across ticks and symbols.

import { formatDuration, formatMean } from '../../model/format-units.js';
import type { Share } from '../../model/units.js';
import type { Detected, DetectorInput } from './detector.js';
import { gainWithout, meanOf, type RankedRow, rankedRows, shareEvidence } from './in-ticks.js';

/** A statement that one tick in two asks for belongs to what every event does. */
const LEAST_CALLS_PER_TICK = 0.5;
/** More calls in a tick are a loop, which is another finding. */
const MOST_CALLS_PER_TICK = 4;
const LEAST_SHARE: Share = 0.05 as Share;

/** @param adviceFor given the statement; `undefined` where it is of another kind */
export function statementsInEveryTick(
  input: DetectorInput,
  adviceFor: (statement: string) => string | undefined,
): Detected[] {
  return rankedRows(input).flatMap((ranked) => {
    const { row, share, callsPerTick } = ranked;
    const isLoop = callsInKeptTick(input, row.name) > MOST_CALLS_PER_TICK;
    const advice = isInEveryTick(ranked) && !isLoop ? adviceFor(row.name) : undefined;
    if (advice === undefined) return [];
    return [
      {
        share,
        ...gainWithout(input, row, 1),
        evidence: {
          statement: row.name,
          'calls in a tick': formatMean(callsPerTick),
          mean: formatDuration(meanOf(row)),
          ...shareEvidence(ranked),
        },
        advice,
      },
    ];
  });
}

/** @returns calls in a kept tick that has it, mean; 0 where none has */
function callsInKeptTick({ segment: { kept } }: DetectorInput, statement: string): number {
  const calls = kept.map(
    ({ operations }) => operations.filter(({ kind, name }) => kind === 'query' && name === statement).length,
  );
  const asking = calls.filter((count) => count > 0);
  return asking.length === 0 ? 0 : asking.reduce((sum, count) => sum + count, 0) / asking.length;
}

function isInEveryTick({ row, share, callsPerTick }: RankedRow): boolean {
  return (
    row.kind === 'query' &&
    share >= LEAST_SHARE &&
    callsPerTick >= LEAST_CALLS_PER_TICK &&
    callsPerTick <= MOST_CALLS_PER_TICK
  );
}
