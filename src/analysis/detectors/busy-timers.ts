// Finds timers and immediates that keep the event loop busy, whether a tick waits for them or not: storms of timers.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import { type LoopOwnerKind, placedName } from '../../model/owner-table.js';
import type { LoopOwnerRow } from '../../model/record/runtime-rows.js';
import { type Nanoseconds, SECOND, type Share } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import type { Detected, Detector } from './detector.js';

/** What a program starts by itself. */
const KINDS: ReadonlySet<LoopOwnerKind> = new Set(['timer', 'immediate', 'nextTick']);
/** Of one processor. */
const MUCH = 0.2;
/** Many are a storm only where they take something. */
const MANY_A_SECOND = 200;
const LEAST_OF_MANY = 0.03;
/** Of a shorter time nothing is said: it is the start. */
const LEAST_NANOS = 5 * SECOND;

export const busyTimers: Detector = {
  id: 'busy-timers',
  title: 'A timer keeps the event loop busy',
  titleOfNone: 'No timer keeps the event loop busy',
  needsAllTicks: true,

  detect({ segment: { owners, samples } }) {
    const elapsedNanos = sum(samples.map((sample) => sample.elapsedNanos));
    if (elapsedNanos < LEAST_NANOS) return [];
    return owners
      .filter(({ kind }) => KINDS.has(kind))
      .toSorted((left, right) => right.held.sumNanos - left.held.sumNanos)
      .flatMap((owner) => detectedOf(owner, elapsedNanos));
  },
};

function detectedOf(owner: LoopOwnerRow, elapsedNanos: number): Detected[] {
  const { kind, held, location, delayedTicks } = owner;
  const share = held.sumNanos / elapsedNanos;
  const aSecond = held.count / (elapsedNanos / SECOND);
  if (share < MUCH && !(aSecond >= MANY_A_SECOND && share >= LEAST_OF_MANY)) return [];
  return [
    {
      severity: share >= MUCH ? 'high' : 'medium',
      ...(location !== undefined && { location }),
      evidence: {
        [kind]: placedName(owner) || 'without a name',
        'runs a second': formatCount(Math.round(aSecond)),
        'each takes': formatDuration(Math.round(held.sumNanos / held.count) as Nanoseconds),
        'of a processor': formatShare(share as Share),
        ...(delayedTicks > 0 && { 'ticks after long ones': formatCount(delayedTicks) }),
      },
      advice:
        kind === 'timer'
          ? 'Let one timer do the work of all symbols and orders, and less often; let it end when nothing is to be done, and start it again when something is. clearInterval belongs to whatever ends: a reconnect that does not call it adds a timer each time.'
          : 'It starts itself again and again: wait for an event or a timer instead of looking whether something has come. Work in pieces should end, and pieces of less than a millisecond cost more than they do.',
    },
  ];
}
