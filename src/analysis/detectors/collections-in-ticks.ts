// Finds ticks that are long because garbage is collected while they run.

import { formatCount } from '../../model/format-units.js';
import { isGcWait } from '../../model/wait-names.js';
import type { Share } from '../../model/units.js';
import type { Detector } from './detector.js';
import { gainWithout, shareEvidence } from './in-ticks.js';

/** Every program collects; a minor collection may fall into any tick. */
const LEAST_SHARE: Share = 0.1 as Share;

export const collectionsInTicks: Detector = {
  id: 'collections-in-ticks',
  title: 'Garbage is collected while ticks run',
  titleOfNone: 'Collections of garbage make less than a tenth of the time in slow ticks',
  needsAllTicks: true,

  detect({ rows, whatIf }) {
    return rows
      .filter(({ row, share }) => isGcWait(row) && share >= LEAST_SHARE)
      .map(({ row, share }) => ({
        share,
        ...gainWithout(whatIf, row, 0.5),
        evidence: { 'collections in ticks': formatCount(row.count), ...shareEvidence({ share }) },
        advice:
          'Allocate less for each event: no copies of histories, no spreads of state, arrays that are used again. Who allocates is shown by ' +
          'node --heap-prof. A larger young space, --max-semi-space-size=64, makes collections rarer at the price of memory.',
      }));
  },
};
