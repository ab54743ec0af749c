// Observes every garbage-collection pause, with its kind and the time at which it really started.
//
// Node.js calls an observer up to 6 ms later, or later still if the loop is held, but each entry has its own start. Pauses
// after the last turn of the loop are never reported.

import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { GcKind } from '../../model/record/runtime-rows.js';

/** The times are on the recorder's clock. */
export type OnPause = (kind: GcKind, fromNanos: number, toNanos: number) => void;

const KINDS: ReadonlyMap<unknown, GcKind> = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  // V8's other collector of young objects, behind a flag.
  [2, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** @param onBatch called once per batch of the observer, before its pauses */
export function observePauses(onBatch: () => void, onPause: OnPause): void {
  const observer = new PerformanceObserver((list) => {
    onBatch();
    for (const entry of list.getEntries()) {
      const { startTime, duration, detail } = entry as PerformanceEntry & {
        readonly detail?: { readonly kind: number };
      };
      const kind = KINDS.get(detail?.kind);
      const from = Math.round(startTime * 1e6);
      if (kind !== undefined) onPause(kind, from, from + Math.round(duration * 1e6));
    }
  });
  observer.observe({ entryTypes: ['gc'] });
}
