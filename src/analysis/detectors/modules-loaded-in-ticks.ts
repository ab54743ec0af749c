// Finds ticks that load modules: `require` reads and compiles files while everything waits.
//
// It is seen by what Node.js does for it: it looks up the true path of each file, and then reads that file at once.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { KeptOperation, KeptTick } from '../../model/record/record-segment.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import type { Detector } from './detector.js';

const LOOKS_UP = 'fs.realpathSync';
const READS = 'fs.readFileSync';
/** Of the tick's time, from the first file to the last. */
const LEAST_SHARE = 0.05;
const MOST_NAMES = 3;

/** A tick with what it loaded. */
interface LoadingTick {
  readonly tick: KeptTick;
  readonly files: number;
  readonly nanos: Nanoseconds;
  readonly location: string | undefined;
}

export const modulesLoadedInTicks: Detector = {
  id: 'modules-loaded-in-ticks',
  title: 'A tick loads modules',
  titleOfNone: 'No kept tick loads a module',
  needsAllTicks: false,

  detect({ segment: { kept } }) {
    const loading = kept.flatMap((tick) => loadingTick(tick) ?? []).toSorted((left, right) => right.nanos - left.nanos);
    const [longest] = loading;
    if (longest === undefined) return [];
    const { tick, files, nanos, location } = longest;
    return [
      {
        severity: 'medium',
        ...(location !== undefined && { location }),
        evidence: {
          'files of the longest': formatCount(files),
          'it took': formatDuration(nanos),
          'of that tick': formatShare((nanos / tick.durationNanos) as Share),
          'kept ticks that load': formatCount(loading.length),
          handlers: [...new Set(loading.map(({ tick: { name } }) => name))].slice(0, MOST_NAMES).join(', '),
          trace: tick.traceId,
        },
        advice:
          'Load it at the start: put the require to the top of the file, or call what loads it once before the first event. Where it has to be late, await import() outside the ticks.',
      },
    ];
  },
};

function loadingTick(tick: KeptTick): LoadingTick | undefined {
  const { operations, durationNanos } = tick;
  const pairs = operations.filter(
    (operation, place) =>
      operation.name === READS && operations[place - 1]?.name === LOOKS_UP && isOneCall(operations, place),
  );
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const nanos = (last.startNanos + last.durationNanos - first.startNanos) as Nanoseconds;
  if (nanos < LEAST_SHARE * durationNanos) return undefined;
  return { tick, files: pairs.length, nanos, location: first.location ?? operations[first.parent]?.location };
}

/** Both called by the same operation, and not by one line of the program: what Node.js itself reads has no place in it. */
function isOneCall(operations: readonly KeptOperation[], place: number): boolean {
  const [looksUp, reads] = [operations[place - 1], operations[place]];
  if (looksUp?.parent !== reads?.parent) return false;
  return reads?.location === undefined || reads.location !== looksUp?.location;
}
