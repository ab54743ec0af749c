// Samples the processor, and tells the drain to note what runs meanwhile.

import { ProfileSums } from '../aggregate/profile/profile-sums.js';
import { RunningTimeline } from '../aggregate/profile/running-timeline.js';
import { CpuSamples } from '../capture/profiling/cpu-samples.js';
import { FilePlaces } from '../capture/profiling/file-places.js';
import { ProgramFiles } from '../capture/load/program-files.js';
import type { NameTable } from '../model/name-table.js';
import type { ProfileRow } from '../model/record/profile-rows.js';
import { asPiece } from '../measured-work.js';
import { say } from '../stderr.js';
import { isMainThread } from '../this-thread.js';

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

  constructor(samples: CpuSamples, names: NameTable, places: FilePlaces) {
    this.#samples = samples;
    this.#sums = new ProfileSums(names);
    this.#places = places;
  }

  /** Joins the samples since the last call with what was running. Called when the log has been read. */
  join(): void {
    asPiece('writing', () => {
      const stacks = this.#samples.take();
      if (stacks !== undefined) this.#sums.add(stacks, this.timeline, (url) => this.#places.placeOf(url));
    });
  }

  /** @returns the rows since the last call */
  take(): ProfileRow[] {
    return this.#sums.take();
  }
}
