// Every pause for garbage collection, with its kind and the moment at which it really began.
//
// An observer is told up to 6 ms later, or later still where the loop is held, but each entry has its own start. What was
// collected after the last turn of the loop is never heard of.

import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { GcKind } from '../../model/record/runtime-rows.js';

/** `(kind, fromNanos, toNanos)` of one pause, on the clock of everything else. */
export type HearOfPause = (kind: GcKind, fromNanos: number, toNanos: number) => void;

const KINDS: ReadonlyMap<unknown, GcKind> = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  // The other collector of young objects, behind a flag of V8.
  [2, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** @param told of each time that Node.js has pauses to tell, before the first of them */
export function observePauses(told: () => void, hear: HearOfPause): void {
  const observer = new PerformanceObserver((list) => {
    told();
    for (const entry of list.getEntries()) {
      const { startTime, duration, detail } = entry as PerformanceEntry & {
        readonly detail?: { readonly kind: number };
      };
      const kind = KINDS.get(detail?.kind);
      const from = Math.round(startTime * 1e6);
      if (kind !== undefined) hear(kind, from, from + Math.round(duration * 1e6));
    }
  });
  observer.observe({ entryTypes: ['gc'] });
}
