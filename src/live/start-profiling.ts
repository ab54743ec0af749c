// Samples the processor, and tells the drain to note what runs meanwhile.

import { ProfileSums } from '../aggregate/profile/profile-sums.js';
import { RunningTimeline } from '../aggregate/profile/running-timeline.js';
import { CpuSamples } from '../capture/profiling/cpu-samples.js';
import { FilePlaces } from '../capture/profiling/file-places.js';
import { now } from '../capture/recorder/clock.js';
import { ProgramFiles } from '../capture/load/program-files.js';
import type { NameTable } from '../model/name-table.js';
import type { ProfileRow } from '../model/record/profile-rows.js';
import type { SampledStacks } from '../model/sampled-stacks.js';
import { MILLISECOND } from '../model/units.js';
import { attempt, switchOff } from '../guard.js';
import { asPiece } from '../measured-work.js';
import { say } from '../stderr.js';
import { isMainThread } from '../this-thread.js';

/** To take samples over takes longer than to read the log closely for a shorter time. */
const BETWEEN_FETCHES_NANOS = 50 * MILLISECOND;

/** Words of the command line with which the program is profiled by somebody else. */
const OTHER_PROFILER = /^--(?:cpu-prof|prof)(?:=|$)/;

/** @param tickscopeFolder Tickscope's files @returns `undefined` where the processor cannot be sampled, which is said */
export function startProfiling(
  names: NameTable,
  programFolder: string,
  tickscopeFolder: string,
): Profiling | undefined {
  // A profile has the functions of one thread.
  if (!isMainThread) return undefined;
  const { execArgv, versions } = process;
  const given = [...execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)].find((word) =>
    OTHER_PROFILER.test(word),
  );
  if (given !== undefined) {
    say(`the processor is not sampled: the program is profiled by ${given}.`);
    return undefined;
  }
  const samples = CpuSamples.start(execArgv);
  if (samples === undefined) {
    say(`the processor is not sampled: that needs Node.js 24.12 or later, and this is ${versions.node}.`);
    return undefined;
  }
  const files = new ProgramFiles(tickscopeFolder, () => (process.argv as readonly string[] | undefined)?.[1]);
  return new Profiling(samples, names, new FilePlaces(files, programFolder));
}

export class Profiling {
  readonly timeline: RunningTimeline = new RunningTimeline();
  readonly #samples: CpuSamples;
  readonly #sums: ProfileSums;
  readonly #places: FilePlaces;
  /** Not joined yet. */
  readonly #fetched: SampledStacks[] = [];
  #fetchedNanos = 0;
  #isOff = false;

  constructor(samples: CpuSamples, names: NameTable, places: FilePlaces) {
    this.#samples = samples;
    this.#sums = new ProfileSums(names);
    this.#places = places;
  }

  /** Takes the samples until now over, so that the log need not be read for what ran at any other time. */
  fetch(): void {
    const atNanos = now();
    if (atNanos - this.#fetchedNanos >= BETWEEN_FETCHES_NANOS) this.#guarded(() => this.#fetchAt(atNanos));
  }

  /** Joins the samples since the last call with what was running. @param noteLast tells what has run since the last record of the log, which has been read */
  join(noteLast: () => void): void {
    this.#guarded(() => {
      this.#fetchAt(now());
      noteLast();
      for (const stacks of this.#fetched.splice(0))
        this.#sums.add(stacks, this.timeline, (url) => this.#places.placeOf(url));
    });
  }

  #guarded(work: () => void): void {
    if (this.#isOff) return;
    try {
      asPiece('writing', work);
    } catch (error) {
      this.#isOff = true;
      attempt('stopping to sample the processor', () => this.#samples.stop());
      switchOff('sampling the processor', error);
    }
  }

  #fetchAt(atNanos: number): void {
    this.#fetchedNanos = atNanos;
    const stacks = this.#samples.take();
    if (stacks === undefined) return;
    this.#fetched.push(stacks);
    this.timeline.sampled(stacks.atNanos);
  }

  /** @returns the rows since the last call */
  take(): ProfileRow[] {
    return this.#sums.take();
  }
}
