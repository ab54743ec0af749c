// Statements that nearly every tick waits for: N+1 across ticks and symbols.

import { formatCount, formatDuration, formatMean, formatShare } from '../../model/format-units.js';
import type { KeptTick, OperationRow } from '../../model/record/record-segment.js';
import type { Share } from '../../model/units.js';
import { HitRatioCurve } from '../hit-ratio-curve.js';
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
/** Number of reads with known values from which their repeats are told. */
const LEAST_ASKED = 100;
/** Share of reads with unread values, to those with known ones, up to which repeats are told. */
const MOST_MISSED = 0.05;

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
            ...againEvidence(row),
            ...shareEvidence({ share }),
          },
          advice,
        },
      ];
    });
}

/** What a cache would find, and how much it would hold; nothing where too few of the values could be read. */
function againEvidence({ askedValues }: OperationRow): Readonly<Record<string, string>> {
  if (askedValues === undefined || askedValues.lookUps < LEAST_ASKED) return {};
  if (askedValues.missed > MOST_MISSED * askedValues.lookUps) return {};
  const curve = new HitRatioCurve(askedValues);
  const entries = curve.entriesForNearlyAll;
  return {
    'asked with the same values before': formatShare(curve.most),
    ...(entries !== undefined && { 'answers that a cache would hold': formatCount(entries) }),
  };
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
