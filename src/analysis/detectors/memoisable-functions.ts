// Finds functions that are given again what they were given before, give the same for it, and take longer than a look-up would.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import { memoAdvice } from '../memo-advice.js';
import type { Detector } from './detector.js';
import { gainOfSome, placeOf, shareEvidence } from './in-ticks.js';

export const memoisableFunctions: Detector = {
  id: 'memoisable-functions',
  title: 'A function is given the same again, and gives the same',
  titleOfNone: 'No function that gives the same for the same is given it often enough to keep its results',
  needsAllTicks: true,

  detect({ rows, segment, whatIf }) {
    return rows.flatMap(({ row, share, callsPerTick }) => {
      const advice = memoAdvice(row, callsPerTick, segment.ticks);
      if (advice === undefined) return [];
      const { entries, hitShare, savedNanos, savedOfHitShare, compared } = advice;
      return [
        {
          share: (share * hitShare) as Share,
          ...gainOfSome(segment, whatIf, row, hitShare, savedOfHitShare),
          ...placeOf(row),
          evidence: {
            function: row.name,
            'calls with an input that came before': formatShare(hitShare),
            'results compared, all the same': formatCount(compared),
            'saved in a call, in the mean': formatDuration(Math.round(savedNanos) as Nanoseconds),
            ...shareEvidence({ share }),
          },
          advice: `Keep its results by its input: new LRUCache({ max: ${entries} }), with a key of all that it is given, or of the time of the newest candle and the settings. What it returns is then the same object for all, so nobody may change it.`,
        },
      ];
    });
  },
};
