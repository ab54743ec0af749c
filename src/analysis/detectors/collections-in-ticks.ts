// Finds ticks that are long because garbage is collected while they run, and what runs when that begins.

import { formatCount, formatShare } from '../../model/format-units.js';
import { operationKey } from '../../model/operation.js';
import type { KeptOperation, KeptPause, KeptTick } from '../../model/record/record-segment.js';
import { isGcWait } from '../../model/wait-names.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import type { Detector } from './detector.js';
import { operationText } from '../wording.js';
import { gainWithout, placeOf, shareEvidence } from './in-ticks.js';

/** Every program collects; a minor collection may fall into any tick. */
const LEAST_SHARE: Share = 0.1 as Share;
/** Of fewer, chance decides what was running. */
const LEAST_PAUSES = 5;
/** Else it is many operations that allocate. */
const MOST: Share = 0.5 as Share;

export const collectionsInTicks: Detector = {
  id: 'collections-in-ticks',
  title: 'Garbage is collected while ticks run',
  titleOfNone: 'Collections of garbage make less than a tenth of the time in slow ticks',
  needsAllTicks: true,

  detect({ rows, whatIf, segment: { kept } }) {
    const allocating = allocatingMost(kept);
    return rows
      .filter(({ row, share }) => isGcWait(row) && share >= LEAST_SHARE)
      .map(({ row, share }) => ({
        share,
        ...gainWithout(whatIf, row, 0.5),
        ...(allocating !== undefined && placeOf(allocating.operation)),
        evidence: {
          'collections in ticks': formatCount(row.count),
          ...shareEvidence({ share }),
          ...(allocating !== undefined && {
            'most begin in': operationText(allocating.operation),
            'of those in kept ticks': `${formatCount(allocating.pauses)} of ${formatCount(allocating.allPauses)} (${formatShare((allocating.pauses / allocating.allPauses) as Share)})`,
          }),
        },
        advice:
          'Allocate less for each event: no copies of histories, no spreads of state, arrays that are used again. Who allocates is shown by ' +
          'node --heap-prof. A larger young space, --max-semi-space-size=64, makes collections rarer at the price of memory.',
      }));
  },
};

interface Allocating {
  readonly operation: KeptOperation;
  readonly pauses: number;
  readonly allPauses: number;
}

/** The young space is full when somebody allocates: who does so most is who is running most often when a collection begins. */
function allocatingMost(kept: readonly KeptTick[]): Allocating | undefined {
  const byOperation = new Map<string, { operation: KeptOperation; pauses: number }>();
  let allPauses = 0;
  for (const tick of kept) {
    for (const pause of tick.pauses ?? []) {
      const operation = runningAt(tick, pause);
      if (operation === undefined) continue;
      allPauses++;
      const key = operationKey(operation.kind, operation.name);
      const known = byOperation.get(key);
      if (known === undefined) byOperation.set(key, { operation, pauses: 1 });
      else known.pauses++;
    }
  }
  const [most] = [...byOperation.values()].toSorted((left, right) => right.pauses - left.pauses);
  return most === undefined || most.pauses < LEAST_PAUSES || most.pauses < MOST * allPauses
    ? undefined
    : { ...most, allPauses };
}

/** The last that had begun and had not ended; what is late ended after its tick. */
function runningAt({ operations }: KeptTick, { startNanos }: KeptPause): KeptOperation | undefined {
  return operations.findLast((each) => each.startNanos <= startNanos && startNanos < endOf(each));
}

function endOf({ startNanos, durationNanos }: KeptOperation): Nanoseconds {
  return (startNanos + durationNanos) as Nanoseconds;
}
