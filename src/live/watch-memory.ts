// Finds the lines that keep more and more: samples what is allocated, and looks at what of it is alive whenever the heap has grown.
//
// A look collects all garbage, and holds the program as long as that takes: so it comes only after a collection that has left clearly more than
// the look before, seldom enough that all of them together take little time, and only where somebody asks for it.

import { FilePlaces } from '../capture/profiling/file-places.js';
import { HeapSamples } from '../capture/profiling/heap-samples.js';
import { KeepingPlaces } from '../capture/profiling/keeping-places.js';
import { now, unixMillis } from '../capture/recorder/clock.js';
import { readMemory } from '../capture/runtime/process-memory.js';
import { ProgramFiles } from '../capture/load/program-files.js';
import { type MemoryReading, SITES_PER_READING } from '../model/record/memory-rows.js';
import { type Bytes, MEGABYTE, SECOND } from '../model/units.js';
import { piece } from '../measured-work.js';
import { observePerformance } from '../primordials.js';
import { attempt } from '../guard.js';
import { say } from '../stderr.js';
import { isMainThread, nodeModule } from '../this-thread.js';
import { constants, type PerformanceEntry } from 'node:perf_hooks';
import { Periodic } from './periodic.js';

/** By which the memory has to have grown since the last look, and as a share of what it was. */
const GROWN_BYTES = 3 * MEGABYTE;
const GROWN_SHARE = 0.1;
/** Between two looks at least, of what the longest has held the program; and of the time since the first. */
const TIMES_HELD = 10;
const SHARE_OF_TIME = 0.05;
/** V8 keeps the last thousand lines that a program prints. */
const FORGET_NANOS = 10 * SECOND;
/** Words of the command line with which somebody else samples the heap. */
const OTHER_PROFILER = /^--heap-prof(?:=|$)/;

/** @param tickscopeFolder Tickscope's files @returns `undefined` where the heap cannot be sampled, which is said */
export function watchMemory(
  processId: string,
  programFolder: string,
  tickscopeFolder: string,
): MemoryWatch | undefined {
  if (!isMainThread) return undefined;
  const given = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)].find((word) =>
    OTHER_PROFILER.test(word),
  );
  if (given !== undefined) {
    say(`the memory is not sampled: the program is sampled by ${given}.`);
    return undefined;
  }
  try {
    const files = new ProgramFiles(tickscopeFolder, () => (process.argv as readonly string[] | undefined)?.[1]);
    return new MemoryWatch(processId, HeapSamples.start(), new KeepingPlaces(new FilePlaces(files, programFolder)));
  } catch (error) {
    say(`the memory is not sampled: ${String(error)}. The program runs on without it.`);
    return undefined;
  }
}

export class MemoryWatch {
  readonly #processId: string;
  readonly #samples: HeapSamples;
  readonly #places: KeepingPlaces;
  readonly #readings: MemoryReading[] = [];
  /** After the last of V8's own collections since the last look. */
  #collectedSince: MemoryReading | undefined;
  readonly #startNanos = now();
  #nextNanos = 0;
  /** What was there at the last look. */
  #bytes = 0;
  #isOff = false;

  constructor(processId: string, samples: HeapSamples, places: KeepingPlaces) {
    this.#processId = processId;
    this.#samples = samples;
    this.#places = places;
    observePerformance(
      'gc',
      piece('writing', 'looking at the memory', (list) => {
        const isMajor = list
          .getEntries()
          .some((entry) => detailOf(entry)?.kind === constants.NODE_PERFORMANCE_GC_MAJOR);
        if (isMajor) this.#collected();
      }),
    );
    new Periodic('letting go of what was printed', FORGET_NANOS, () =>
      this.#guarded(() => samples.forgetPrinted()),
    ).start();
  }

  /** @returns the readings since the last call, and what a collection has left since */
  take(): MemoryReading[] {
    const since = this.#collectedSince;
    this.#collectedSince = undefined;
    return [...this.#readings.splice(0), ...(since === undefined ? [] : [since])];
  }

  #collected(): void {
    if (this.#isOff) return;
    const reading = this.#readNow();
    if (reading === undefined) return;
    this.#collectedSince = reading;
    const bytes = reading.heapBytes + reading.externalBytes;
    // A heap that has shrunk may grow again.
    this.#bytes = Math.min(this.#bytes, bytes);
    const isLarger = bytes >= this.#bytes + Math.max(GROWN_BYTES, GROWN_SHARE * this.#bytes);
    if (isLarger && now() >= this.#nextNanos) this.#guarded(() => this.#look(reading));
  }

  /** @param reading as it was before: what is read of the samples takes megabytes itself, and would be missing at the next collection */
  #look(reading: MemoryReading): void {
    const fromNanos = now();
    const head = this.#samples.read();
    const heldNanos = now() - fromNanos;
    this.#readings.push({ ...reading, sites: this.#places.sitesOf(head).slice(0, SITES_PER_READING) });
    this.#collectedSince = undefined;
    this.#bytes = reading.heapBytes + reading.externalBytes;
    const pauseNanos = Math.max(TIMES_HELD * heldNanos, SHARE_OF_TIME * (fromNanos - this.#startNanos));
    this.#nextNanos = fromNanos + pauseNanos;
  }

  #readNow(): MemoryReading | undefined {
    const memory = readMemory();
    return (
      memory && {
        process: this.#processId,
        atUnixMillis: unixMillis(now()),
        heapBytes: memory.heapUsed as Bytes,
        externalBytes: memory.external as Bytes,
        limitBytes: nodeModule('node:v8').getHeapStatistics().heap_size_limit as Bytes,
        sites: [],
      }
    );
  }

  #guarded(work: () => void): void {
    if (this.#isOff) return;
    try {
      work();
    } catch (error) {
      this.#isOff = true;
      attempt('stopping to sample the memory', () => this.#samples.stop());
      say(`the memory is no longer sampled: ${String(error)}. The program runs on.`);
    }
  }
}

function detailOf(entry: PerformanceEntry): { readonly kind: number } | undefined {
  return (entry as PerformanceEntry & { readonly detail?: { readonly kind: number } }).detail;
}
