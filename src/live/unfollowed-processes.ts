// Child processes and worker threads that the preload did not follow: their ticks are missing, and nothing else would say so.

import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { isHeapEnough, LEAST_WORKER_HEAP_MEGABYTES } from '../config/worker-heap.js';
import { leftNothingRow, processWithoutSegment } from '../record-file/left-nothing.js';
import { RECORD_EXTENSION, recordFilePrefix } from '../record-file/run-names.js';
import type { NotSeenRow } from '../model/record/record-segment.js';
import { now } from '../capture/recorder/clock.js';
import { isTickscopeWork } from '../capture/runtime/tickscope-work.js';
import { guarded } from '../guard.js';
import { piece } from '../measured-work.js';
import { startMicrotask, subscribeToChannel } from '../primordials.js';
import { debug } from '../stderr.js';
import { ownThreads } from '../this-thread.js';

const FOLLOWING = 'following child processes and threads';
const MOST_STARTED = 256;
/** A child so young may not have come to its preload yet. */
const START_NANOS = 3e9;
const WHY =
  'it left no record in this run: it has no preload, or ended at once. Start it with the preload, by NODE_OPTIONS or --require tickscope/register';
const WHY_SMALL =
  `its resourceLimits.maxOldGenerationSizeMb is below ${LEAST_WORKER_HEAP_MEGABYTES}, and Tickscope would take about 6 MB of that: ` +
  'give it more';

interface Started {
  readonly name: string;
  /** How the name of its record file begins. */
  readonly prefix: string;
  readonly atNanos: number;
  readonly isRunning: () => boolean;
  /** How it ended, as far as that is known. */
  readonly end: () => string;
  readonly why: string;
  /** Of a worker thread. */
  readonly threadId?: number;
}

export class FollowedProcesses {
  readonly #started: Started[] = [];

  watch(): void {
    // Both channels tell of an object that is still being made; its numbers are there when the call has returned.
    const onChild = guarded(FOLLOWING, (message: unknown) => {
      // The command of an alert is none of the program's.
      if (isTickscopeWork()) return;
      const { process: child } = message as { readonly process: ChildProcess };
      startMicrotask(piece('writing', FOLLOWING, () => this.#childStarted(child)));
    });
    const onThread = guarded(FOLLOWING, (message: unknown) => {
      const { worker } = message as { readonly worker: Worker };
      startMicrotask(piece('writing', FOLLOWING, () => ownThreads.has(worker) || this.#workerStarted(worker)));
    });
    subscribeToChannel('child_process', onChild);
    subscribeToChannel('worker_threads', onThread);
  }

  /** Asked when the process ends: by then whoever has the preload has a file. */
  notFollowed(runFolder: string): NotSeenRow[] {
    if (this.#started.length === 0) return [];
    const files = namesIn(runFolder).filter((name) => name.endsWith(RECORD_EXTENSION));
    return this.#started.flatMap((started) => {
      const own = files.filter((name) => name.startsWith(started.prefix)).map((name) => path.join(runFolder, name));
      return (own.length === 0 ? withoutFile(started) : withoutSegment(started, own)) ?? [];
    });
  }

  /** Ids of the worker threads that have not ended. */
  runningThreads(): number[] {
    return this.#started.flatMap(({ threadId, isRunning }) =>
      threadId !== undefined && isRunning() ? [threadId] : [],
    );
  }

  #childStarted(child: ChildProcess): void {
    const { pid, spawnfile, spawnargs } = child;
    const name = nodeProgramOf(path.basename(spawnfile), spawnargs.slice(1));
    if (pid === undefined || name === undefined) return;
    // Held weakly: what the program has let go of has ended.
    const reference = new WeakRef(child);
    const isRunning = (): boolean => {
      const { exitCode = 0, signalCode = null } = reference.deref() ?? {};
      return exitCode === null && signalCode === null;
    };
    const end = (): string => {
      const { exitCode = null, signalCode = null } = reference.deref() ?? {};
      if (signalCode !== null) return `${signalCode} ended it`;
      return exitCode === null ? 'it ended' : `it ended with exit code ${exitCode}`;
    };
    this.#add({ name, prefix: recordFilePrefix(pid), atNanos: now(), isRunning, end, why: WHY });
  }

  #workerStarted(worker: Worker): void {
    const { threadId } = worker;
    const why = isHeapEnough(worker.resourceLimits?.maxOldGenerationSizeMb) ? WHY : WHY_SMALL;
    const reference = new WeakRef(worker);
    // An ended worker's id is -1.
    const isRunning = (): boolean => reference.deref()?.threadId === threadId;
    const prefix = recordFilePrefix(process.pid, threadId);
    const end = (): string => 'it was ended by terminate(), or for want of memory,';
    this.#add({ name: `worker thread ${threadId}`, prefix, atNanos: now(), isRunning, end, why, threadId });
  }

  #add(started: Started): void {
    if (this.#started.length < MOST_STARTED) this.#started.push(started);
  }
}

/** It has no preload, or none that came so far. */
function withoutFile({ name, why, atNanos, isRunning }: Started): NotSeenRow | undefined {
  const isOver = now() - atNanos > START_NANOS || !isRunning();
  return isOver ? { name, why, leftNothing: true } : undefined;
}

/** One that still runs may write yet; the reader of the record says of it what it finds. */
function withoutSegment({ isRunning, end }: Started, files: readonly string[]): NotSeenRow | undefined {
  if (isRunning()) return undefined;
  try {
    const processes = files.map(processWithoutSegment);
    const process = processes.includes(undefined) ? undefined : processes[0];
    return (
      process && leftNothingRow(process, `${end()} before its first segment, which comes a second after its start`)
    );
  } catch (error) {
    debug(`cannot look into ${files.join(', ')}`, error);
    return undefined;
  }
}

/** @returns what to call a child process that is Node.js; `undefined` for another */
function nodeProgramOf(file: string, args: readonly string[]): string | undefined {
  if (/^node(?:\.exe)?$/.test(file)) {
    const script = args.find((arg) => !arg.startsWith('-'));
    return `child process ${script === undefined ? 'node' : path.basename(script)}`;
  }
  // Behind a shell the process id may be another one: with NODE_OPTIONS the preload follows there, by flags it does not.
  const command = /^(?:sh|bash|cmd\.exe)$/.test(file) ? (args.at(-1) ?? '') : '';
  const isNode = /(?:^|[\s"'/\\;&|])node(?:\.exe)?(?=["'\s]|$)/.test(command);
  const isFollowed = process.env['NODE_OPTIONS']?.includes('register') === true || command.includes('register');
  return isNode && !isFollowed ? 'a shell command that starts node' : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    debug(`cannot list ${folder}`, error);
    return [];
  }
}
