// Which thread this is, and modules of Node's own that are loaded when they are first needed.
//
// `node:worker_threads` alone brings all streams: 27 modules, 7 ms of the start. In a worker thread Node.js has loaded it before any
// preload; where its inner part is not there, this is the main thread.
//
// The same holds of default imports: esbuild looks at every property of such a module, and Node.js loads what is behind some of
// them at a look. Those of node:util are the streams, node:net and node:worker_threads.

import type * as Crypto from 'node:crypto';
import type * as Fs from 'node:fs';
import type * as Inspector from 'node:inspector';
import type * as Os from 'node:os';
import process from 'node:process';
import type * as V8 from 'node:v8';
import type * as WorkerThreads from 'node:worker_threads';
import type * as Zlib from 'node:zlib';

interface NodeModules {
  readonly 'node:crypto': typeof Crypto;
  readonly 'node:fs': typeof Fs;
  readonly 'node:inspector': typeof Inspector;
  readonly 'node:os': typeof Os;
  readonly 'node:v8': typeof V8;
  readonly 'node:worker_threads': typeof WorkerThreads;
  readonly 'node:zlib': typeof Zlib;
}

const { getBuiltinModule, moduleLoadList } = process as typeof process & { moduleLoadList?: readonly string[] };

/** Not by `require`, which the program's module hooks would see. */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  // An older Node.js has no such function, and runs no more of this than what says so.
  return (getBuiltinModule === undefined ? require(name) : getBuiltinModule(name)) as NodeModules[Name];
}

const workerThreads = (): typeof WorkerThreads => nodeModule('node:worker_threads');

const mayBeWorker = moduleLoadList?.includes('NativeModule internal/worker/io') ?? true;

export const isMainThread: boolean = !mayBeWorker || workerThreads().isMainThread;
export const threadId: number = isMainThread ? 0 : workerThreads().threadId;
/** Empty in the main thread. */
export const resourceLimits: WorkerThreads.ResourceLimits = isMainThread ? {} : workerThreads().resourceLimits;

/** Threads of Tickscope's own, which are no part of the program. */
export const ownThreads: WeakSet<object> = new WeakSet();

/** What the thread was started with; `undefined` in the main thread. */
export function givenToThread(): unknown {
  return isMainThread ? undefined : workerThreads().workerData;
}

/** What threads that start from here on get, by key. */
const shared = new Map<string, unknown>();
let isSharing = !isMainThread;

/** What the thread that started this one has shared. */
export function sharedByParent(key: string): unknown {
  return isMainThread ? undefined : workerThreads().getEnvironmentData(key);
}

/** Gives a value to every worker thread that is started from now on. */
export function shareWithThreads(key: string, value: unknown): void {
  shared.set(key, value);
  if (isSharing) workerThreads().setEnvironmentData(key, value as WorkerThreads.Serializable);
}

/** Called when the program loads `node:worker_threads`, before it can start a thread. */
export function startSharing({ setEnvironmentData }: typeof WorkerThreads): void {
  isSharing = true;
  for (const [key, value] of shared) setEnvironmentData(key, value as WorkerThreads.Serializable);
}
