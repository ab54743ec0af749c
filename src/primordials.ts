// Functions of Node.js and JavaScript that programs replace, captured once when the preload runs.
//
// Fake timers of a simulation would never fire, a market replay seeds `Math.random` and would lose numbers to Tickscope, and
// a test's mock of `fs` would get the record. Everything that runs inside the program takes them from here; .oxlintrc.json
// forbids the live ones there. Each name says what the function does, so that no one is taken for the global of that name.

import { type AsyncHook, AsyncResource, createHook, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
import {
  close,
  existsSync,
  fstat,
  ftruncateSync,
  lstat,
  openSync,
  readdir,
  readFile,
  readFileSync,
  renameSync,
  rmdir,
  type Stats,
  unlink,
  unlinkSync,
  write,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { subscribe } from 'node:diagnostics_channel';
import { type EntryType, performance, PerformanceObserver, type PerformanceObserverEntryList } from 'node:perf_hooks';
import process from 'node:process';

/**
 * What Node.js calls, and what must not throw there: the error would be the program's. `guard.ts` makes them, and nothing else does: the
 * functions below take no other callbacks.
 */
export type Guarded<Callback> = Callback & { readonly isGuarded: true };

export const startImmediate: (callback: Guarded<() => void>) => NodeJS.Immediate = setImmediate;
export const startInterval: (callback: Guarded<() => void>, millis: number) => NodeJS.Timeout = setInterval;
export const startTimeout: (callback: Guarded<() => void>, millis: number) => NodeJS.Timeout = setTimeout;
export const stopInterval: typeof clearInterval = clearInterval;
export const stopTimeout: typeof clearTimeout = clearTimeout;
export const startMicrotask: (callback: Guarded<() => void>) => void = queueMicrotask;

const { apply } = Reflect;
// oxlint-disable-next-line typescript/unbound-method -- called with the function as `this`
const { toString } = Function.prototype;
/** As V8 has it, whatever the program or Tickscope let functions print. */
export function textOfFunction(ofFunction: object): string {
  return apply(toString, ofFunction, []);
}

type AnyGetter = () => unknown;
function getterOf(prototype: object, name: string): AnyGetter {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as AnyGetter;
}

export const random: () => number = Math.random;

/** Milliseconds since the time origin, with a fraction. */
export const monotonicMillis: () => number = performance.now.bind(performance);
/** Not `eventLoopUtilization()`: that reads `process.hrtime`, which a simulation replaces. */
export const nodeTiming: typeof performance.nodeTiming = performance.nodeTiming;
export const parseDate: typeof Date.parse = Date.parse;
/** Called with the date as `this`. */
export const getTimeOfDate: (this: Date) => number = Date.prototype.getTime;
/** The same with a collection of that kind. */
export const sizeOfTypedArray: AnyGetter = getterOf(Object.getPrototypeOf(Uint8Array.prototype) as object, 'length');
export const sizeOfMap: AnyGetter = getterOf(Map.prototype, 'size');
export const sizeOfSet: AnyGetter = getterOf(Set.prototype, 'size');

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
export const writeChunk: (
  descriptor: number,
  data: Uint8Array,
  offset: number,
  length: number,
  position: number,
  onWritten: Guarded<(error: NodeJS.ErrnoException | null, written: number) => void>,
) => void = write;
/** In a thread of the pool. */
export const closeFile: (descriptor: number, onClosed: Guarded<() => void>) => void = close;
export const fileExists: typeof existsSync = existsSync;
export const removeFile: typeof unlinkSync = unlinkSync;
/** In a thread of the pool. */
export const removeFileSoon: (path: string, onRemoved: Guarded<(error: Error | null) => void>) => void = unlink;
/** In a thread of the pool. Nothing is removed where something is in it. */
export const removeFolderSoon: (path: string, onRemoved: Guarded<(error: Error | null) => void>) => void = rmdir;
/** In a thread of the pool. Of a link, its own. */
export const askForLinkStatus: (
  path: string,
  onAnswer: Guarded<(error: Error | null, stats: Stats | undefined) => void>,
) => void = lstat;
export const truncateFile: typeof ftruncateSync = ftruncateSync;
export const writeWholeFileSync: typeof writeFileSync = writeFileSync;
export const renameFileSync: typeof renameSync = renameSync;
/** In a thread of the pool. */
export const listFolder: (
  folder: string,
  onListed: Guarded<(error: Error | null, names: readonly string[]) => void>,
) => void = readdir;
export const readTextFile: (path: string, encoding: BufferEncoding) => string = readFileSync;
/** In a thread of the pool. */
export const readTextFileSoon: (
  path: string,
  encoding: BufferEncoding,
  onRead: Guarded<(error: Error | null, text: string | undefined) => void>,
) => void = readFile;
/** In a thread of the pool. */
export const askForStatus: (descriptor: number, onAnswer: Guarded<() => void>) => void = fstat;

/** With 0, asks whether there is such a process. */
export const signalProcess: typeof process.kill = process.kill;
export const cpuUsage: typeof process.cpuUsage = process.cpuUsage;
/** Of this thread alone; Node.js before 23.9 does not tell. */
export const threadCpuUsage: typeof process.threadCpuUsage | undefined = process.threadCpuUsage;
/** The clock of V8's profiler, as seconds and nanoseconds. */
export const profilerTime: () => [number, number] = process.hrtime;
export const memoryUsage: typeof process.memoryUsage = process.memoryUsage;
export const activeResourceTypes: typeof process.getActiveResourcesInfo = process.getActiveResourcesInfo;

export const runningAsyncId: typeof executionAsyncId = executionAsyncId;
export const runningResource: typeof executionAsyncResource = executionAsyncResource;
/** The class that programs extend for callbacks of their own. */
export const ProgramsResource: typeof AsyncResource = AsyncResource;

/** Calls back for each message on a channel, within the publisher's call. */
export const subscribeToChannel: (name: string, onMessage: Guarded<(message: unknown) => void>) => void = subscribe;

/** Calls back with the entries of a type, after they happened. */
export function observePerformance(
  type: EntryType,
  onEntries: Guarded<(list: PerformanceObserverEntryList) => void>,
): void {
  new PerformanceObserver(onEntries).observe({ entryTypes: [type] });
}

/** Calls back at the begin of every callback, or at the making of every resource. */
export interface GuardedHooks {
  readonly before?: Guarded<(asyncId: number) => void>;
  readonly init?: Guarded<(asyncId: number, type: string, triggerId: number, resource: object) => void>;
  /** Of Node.js 24 and later; another value than a flag is refused there. */
  readonly trackPromises?: unknown;
}

export const hookResources: (hooks: GuardedHooks) => AsyncHook = createHook as (hooks: GuardedHooks) => AsyncHook;
