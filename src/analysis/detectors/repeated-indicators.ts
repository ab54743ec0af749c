// Finds indicators that are computed again from what they were given before: the same prices and the same parameters.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { IndicatorRow } from '../../model/indicator.js';
import type { Share } from '../../model/units.js';
import { memoAdvice } from '../memo-advice.js';
import type { Detector } from './detector.js';
import { callerOf, gainWithout, shareEvidence } from './in-ticks.js';

const LEAST_CALLS = 100;
/** Of the calls. A closed candle that two strategies look at makes half of them. */
const LEAST_REPEATED_SHARE = 0.2;
/** Where so many calls are left out, hardly a tick has one: whatever its other strategies do, results are to be kept. */
const NEARLY_ALL = 0.98;

export const repeatedIndicators: Detector = {
  id: 'repeated-indicators',
  title: 'An indicator is computed again from the same values',
  titleOfNone: 'No indicator is computed again from the same values',
  needsAllTicks: true,

  detect({ rows, segment, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      const { indicator } = row;
      if (indicator === undefined || indicator.calls < LEAST_CALLS) return [];
      const repeatedShare = indicator.repeated / indicator.calls;
      if (repeatedShare < LEAST_REPEATED_SHARE) return [];
      const isKept = repeatedShare >= NEARLY_ALL;
      const isInTick = !isKept && indicator.repeatedInTick * 2 > indicator.repeated;
      // `memoisable-functions` says how, and what it saves.
      if (memoAdvice(row, callsPerTick, segment.ticks) !== undefined) return [];
      return [
        {
          share: (share * repeatedShare) as Share,
          ...gainWithout(whatIf, row, removedShare(indicator, isKept, isInTick)),
          ...callerOf(row),
          evidence: {
            indicator: row.name,
            calls: formatCount(indicator.calls),
            'computed before': formatShare(repeatedShare as Share),
            'of them in the same tick': formatShare((indicator.repeatedInTick / indicator.repeated) as Share),
            ...(indicator.parameters.length > 0 && { parameters: indicator.parameters.join('; ') }),
            ...shareEvidence({ share }),
          },
          advice: isInTick
            ? 'Compute it once in a tick and hand the result to all who need it.'
            : 'Keep its last result with the time of the candle that it was computed from, and compute it anew only for another one.',
        },
      ];
    });
  },
};

/** In each tick the same part goes. Between ticks some lose all of it and the others nothing, which leaves p95 as it is until they are few. */
function removedShare({ calls, repeatedInTick }: IndicatorRow, isKept: boolean, isInTick: boolean): number {
  if (isKept) return 1;
  return isInTick ? repeatedInTick / calls : 0;
}
