// Functions of Node.js and JavaScript that programs replace, captured once when the preload runs.
//
// Fake timers of a simulation would never fire, a market replay seeds `Math.random` and would lose numbers to Tickscope, and
// a test's mock of `fs` would get the record. Everything that runs inside the program takes them from here; .oxlintrc.json
// forbids the live ones there. Each name says what the function does, so that no one is taken for the global of that name.

import { AsyncResource, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
import {
  close,
  fstat,
  ftruncateSync,
  openSync,
  readdir,
  renameSync,
  unlinkSync,
  write,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

export const startImmediate: typeof setImmediate = setImmediate;
export const startInterval: typeof setInterval = setInterval;
export const startTimeout: typeof setTimeout = setTimeout;
export const stopInterval: typeof clearInterval = clearInterval;
export const stopTimeout: typeof clearTimeout = clearTimeout;
export const startMicrotask: typeof queueMicrotask = queueMicrotask;

export const random: () => number = Math.random;

/** Milliseconds since the time origin, with a fraction. */
export const monotonicMillis: () => number = performance.now.bind(performance);
/** Not `eventLoopUtilization()`: that reads `process.hrtime`, which a simulation replaces. */
export const nodeTiming: typeof performance.nodeTiming = performance.nodeTiming;
export const parseDate: typeof Date.parse = Date.parse;
/** Called with the date as `this`. */
export const getTimeOfDate: (this: Date) => number = Date.prototype.getTime;

/** `waitAsync` is missing in the library of es2023. */
interface SharedAtomics extends Pick<typeof Atomics, 'add' | 'load' | 'notify' | 'store' | 'wait'> {
  /** `value` is a text where it does not wait. */
  waitAsync(cells: Int32Array, index: number, value: number): { readonly value: string | Promise<string> };
}

const { add, load, notify, store, wait, waitAsync } = Atomics as unknown as SharedAtomics;
export const atomics: SharedAtomics = { add, load, notify, store, wait, waitAsync };

export const openFile: typeof openSync = openSync;
export const writeChunkSync: typeof writeSync = writeSync;
/** In a thread of the pool. */
export const writeChunk: typeof write = write;
/** In a thread of the pool. */
export const closeFile: typeof close = close;
export const removeFile: typeof unlinkSync = unlinkSync;
export const truncateFile: typeof ftruncateSync = ftruncateSync;
export const writeWholeFileSync: typeof writeFileSync = writeFileSync;
export const renameFileSync: typeof renameSync = renameSync;
/** In a thread of the pool. */
export const listFolder: typeof readdir = readdir;
/** In a thread of the pool. */
export const askForStatus: typeof fstat = fstat;

export const cpuUsage: typeof process.cpuUsage = process.cpuUsage;
/** Of this thread alone; Node.js before 23.9 does not tell. */
export const threadCpuUsage: typeof process.threadCpuUsage | undefined = process.threadCpuUsage;
export const memoryUsage: typeof process.memoryUsage = process.memoryUsage;
export const activeResourceTypes: typeof process.getActiveResourcesInfo = process.getActiveResourcesInfo;

export const runningAsyncId: typeof executionAsyncId = executionAsyncId;
export const runningResource: typeof executionAsyncResource = executionAsyncResource;
/** The class that programs extend for callbacks of their own. */
export const ProgramsResource: typeof AsyncResource = AsyncResource;
