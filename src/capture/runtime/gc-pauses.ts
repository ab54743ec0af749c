// Writes down every garbage-collection pause, with its kind and the time at which it really started.
//
// Node.js calls an observer up to 6 ms later, or later still if the loop is held, but each entry has its own start. Pauses
// after the last turn of the loop are never reported.

import { constants, type PerformanceEntry, type PerformanceObserverEntryList } from 'node:perf_hooks';
import { COLLECTED, NOTE, TICKSCOPE_CALLBACK } from '../../model/log/log-layout.js';
import { GC_KINDS, type GcKind } from '../../model/record/runtime-rows.js';
import { piece } from '../../measured-work.js';
import { observePerformance } from '../../primordials.js';
import type { Recorder } from '../recorder/recorder.js';

const KINDS: ReadonlyMap<unknown, GcKind> = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  // V8's other collector of young objects, behind a flag.
  [2, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

export function recordPauses(recorder: Recorder): void {
  const { log } = recorder;
  const onPauses = piece('writing', 'recording garbage collections', (list: PerformanceObserverEntryList) => {
    recorder.begin(TICKSCOPE_CALLBACK, 0);
    for (const entry of list.getEntries()) {
      const { startTime, duration, detail } = entry as PerformanceEntry & {
        readonly detail?: { readonly kind: number };
      };
      const kind = KINDS.get(detail?.kind);
      if (kind === undefined) continue;
      const from = recorder.begin(COLLECTED | GC_KINDS.indexOf(kind), 0);
      log.times[(from & log.mask) << 1] = startTime;
      log.append(startTime + duration, NOTE, 0);
    }
  });
  observePerformance('gc', onPauses);
}
