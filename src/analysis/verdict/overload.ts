// Overload: ticks arrive faster than they end, so waiting grows without anybody being slower than before.

import type { RuntimeSample } from '../../model/record/record-segment.js';
import { OVERLOAD_EXCESS, OVERLOAD_WINDOW_NANOS, OVERLOAD_WINDOWS } from '../../model/targets.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';
import { type ProcessSamples, samplesByProcess } from '../process-samples.js';

/** The longest run of overloaded windows of one process. */
export interface Overload {
  readonly process: string;
  readonly fromUnixMillis: UnixMilliseconds;
  readonly durationNanos: Nanoseconds;
  readonly windows: number;
  readonly ticksStarted: number;
  readonly ticksEnded: number;
}

interface Window {
  readonly fromUnixMillis: number;
  readonly nanos: number;
  readonly started: number;
  readonly ended: number;
}

/** @returns one for each process that was overloaded in three windows of 10 s in a row, the longest run first */
export function findOverloads(samples: readonly RuntimeSample[]): Overload[] {
  return samplesByProcess(samples)
    .flatMap((group) => {
      const run = longestRun(windowsOf(group));
      return run.length < OVERLOAD_WINDOWS ? [] : [overloadOf(group.process, run)];
    })
    .toSorted((left, right) => right.durationNanos - left.durationNanos || (left.process < right.process ? -1 : 1));
}

/** Windows end with the sample that fills them. An unfinished one at the end says nothing yet. */
function windowsOf({ samples }: ProcessSamples): Window[] {
  const windows: Window[] = [];
  let nanos = 0;
  let started = 0;
  let ended = 0;
  for (const sample of samples) {
    nanos += sample.elapsedNanos;
    started += sample.ticksStarted;
    ended += sample.ticksEnded;
    if (nanos < OVERLOAD_WINDOW_NANOS) continue;
    windows.push({ fromUnixMillis: Math.round(sample.atUnixMillis - nanos / 1e6), nanos, started, ended });
    nanos = 0;
    started = 0;
    ended = 0;
  }
  return windows;
}

function longestRun(windows: readonly Window[]): Window[] {
  let longest: Window[] = [];
  let current: Window[] = [];
  for (const window of windows) {
    current = window.started > window.ended * (1 + OVERLOAD_EXCESS) ? [...current, window] : [];
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

function overloadOf(process: string, run: readonly Window[]): Overload {
  const sum = (pick: (window: Window) => number): number => run.reduce((total, window) => total + pick(window), 0);
  return {
    process,
    fromUnixMillis: (run[0]?.fromUnixMillis ?? 0) as UnixMilliseconds,
    durationNanos: sum((window) => window.nanos) as Nanoseconds,
    windows: run.length,
    ticksStarted: sum((window) => window.started),
    ticksEnded: sum((window) => window.ended),
  };
}
