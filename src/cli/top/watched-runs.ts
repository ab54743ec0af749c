// Which runs `tickscope top` looks at: the one that was named, or those of a folder that are being written.

import path from 'node:path';
import { recordFilesIn, newestRun } from '../../record-file/run-folder.js';
import { RECORD_EXTENSION } from '../../record-file/run-names.js';
import { runAt, type RunOnDisk, runsIn } from '../../record-file/runs.js';

/** Between two looks for runs that have begun since; a folder may hold hundreds. */
const LIST_MILLIS = 10_000;

export class WatchedRuns {
  readonly #folder: string;
  #listedAtUnixMillis = -Infinity;
  #runs: readonly RunOnDisk[] = [];

  /** @throws UnusableSourceError where there is no run */
  constructor(folder: string, nowUnixMillis: number) {
    this.#folder = folder;
    if (!hasRecord(folder)) newestRun(folder);
    this.update(nowUnixMillis);
  }

  update(nowUnixMillis: number): void {
    if (nowUnixMillis - this.#listedAtUnixMillis >= LIST_MILLIS) {
      this.#listedAtUnixMillis = nowUnixMillis;
      this.#runs = this.#list(nowUnixMillis);
    } else {
      // A process that has started since has a file more.
      this.#runs = this.#runs.flatMap(({ folder }) => runAt(folder, nowUnixMillis) ?? []);
    }
  }

  get files(): string[] {
    return this.#runs.flatMap(({ files }) => files.filter((file) => file.endsWith(RECORD_EXTENSION)));
  }

  /** Whether something may still be written, as far as this machine knows. */
  get mayGoOn(): boolean {
    return this.#runs.some(({ mayRun }) => mayRun);
  }

  get place(): string {
    const [first] = this.#runs;
    return this.#runs.length === 1 && first !== undefined
      ? path.basename(first.folder)
      : `${this.#runs.length} runs in ${this.#folder}`;
  }

  #list(nowUnixMillis: number): readonly RunOnDisk[] {
    if (hasRecord(this.#folder)) return [runAt(this.#folder, nowUnixMillis) ?? []].flat();
    const runs = runsIn(this.#folder, nowUnixMillis);
    const running = runs.filter(({ isRunning }) => isRunning);
    return running.length > 0 ? running : runs.filter(({ processes }) => processes > 0).slice(0, 1);
  }
}

/** Itself, and not runs that are in it. @throws UnusableSourceError where the folder cannot be read */
function hasRecord(folder: string): boolean {
  return recordFilesIn(folder).length > 0;
}
