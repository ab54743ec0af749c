// Removes runs that are old, or beyond what all runs may have together, while a new one is young.
//
// In threads of the pool, a step at a time, and each step from a timer that does not keep the program alive: a program that ends
// leaves the rest to the next run.

import type { Stats } from 'node:fs';
import path from 'node:path';
import { type FileOfRun, fileOfRun, KEEPING, oldRuns, type RunFiles, runOfFiles } from '../record-file/old-runs.js';
import { runTime } from '../record-file/run-names.js';
import { now, unixMillis } from '../capture/recorder/clock.js';
import { piece } from '../measured-work.js';
import {
  askForLinkStatus,
  type Guarded,
  listFolder,
  removeFileSoon,
  removeFolderSoon,
  startTimeout,
} from '../primordials.js';
import { say } from '../stderr.js';

/** When a program has started, and has time. */
const START_MILLIS = 30_000;
const STEP_MILLIS = 5;
const REMOVING = 'removing old runs';

/** What a step waits for: an answer of the file system. */
type Ask<Answer> = (onAnswer: (answer: Answer) => void) => void;
type Steps<Result> = Generator<Ask<unknown>, Result, unknown>;

/** @param own the folder of the new run */
export function removeOldRuns(directory: string, own: string, startMillis: number = START_MILLIS): void {
  const steps = remove(directory, path.basename(own));
  const next = (answer?: unknown): void => {
    const { done, value: ask } = steps.next(answer);
    if (done === true) return;
    ask(
      (given) =>
        void startTimeout(
          piece('writing', REMOVING, () => next(given)),
          STEP_MILLIS,
        ).unref(),
    );
  };
  startTimeout(
    piece('writing', REMOVING, () => next()),
    startMillis,
  ).unref();
}

function* remove(directory: string, own: string): Steps<void> {
  const names = (yield* namesIn(directory)).filter((name) => runTime(name) !== undefined && name !== own);
  const runs: RunFiles[] = [];
  for (const name of names.toSorted().toReversed()) {
    const run = yield* runIn(path.join(directory, name));
    if (run !== undefined) runs.push(run);
  }
  const old = oldRuns(runs, KEEPING, unixMillis(now()));
  for (const { folder, files } of old) {
    for (const file of files) yield (onDone) => removeFileSoon(file, answering(onDone));
    yield (onDone) => removeFolderSoon(folder, answering(onDone));
  }
  if (old.length === 0) return;
  const megabytes = old.reduce((sum, { bytes }) => sum + bytes / 1e6, 0).toFixed(1);
  const count = old.length === 1 ? 'one old run was' : `${old.length} old runs were`;
  say(`${count} removed from ${directory} (${megabytes} MB): see tickscope prune --help.`);
}

function* runIn(folder: string): Steps<RunFiles | undefined> {
  const status = yield* statusOf(folder);
  if (status?.isDirectory() !== true) return undefined;
  const files: FileOfRun[] = [];
  for (const name of yield* namesIn(folder)) {
    const file = path.join(folder, name);
    const known = fileOfRun(file, name, yield* statusOf(file));
    if (known !== undefined) files.push(known);
  }
  return runOfFiles(folder, files, unixMillis(now()));
}

function* namesIn(folder: string): Steps<readonly string[]> {
  const names = yield (onAnswer) =>
    listFolder(
      folder,
      piece('writing', REMOVING, (error: Error | null, found: readonly string[]) =>
        onAnswer(error === null ? found : []),
      ),
    );
  return names as readonly string[];
}

function* statusOf(file: string): Steps<Stats | undefined> {
  const stats = yield (onAnswer) =>
    askForLinkStatus(
      file,
      piece('writing', REMOVING, (error: Error | null, found?: Stats) => onAnswer(error === null ? found : undefined)),
    );
  return stats as Stats | undefined;
}

function answering(onDone: (answer: undefined) => void): Guarded<(error: Error | null) => void> {
  return piece('writing', REMOVING, () => onDone(undefined));
}
