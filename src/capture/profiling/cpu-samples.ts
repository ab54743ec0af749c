// Samples of the processor, by the profiler that V8 has.
//
// V8 looks at all code of the program when its profiler starts: 13 ms in the smallest program, 115 ms in one with ccxt. So it starts once,
// before the program, and never stops: a next profile begins before the last one ends, which takes 0.1 ms, because V8's profiler goes on
// meanwhile. `node:inspector` does not let two overlap, and while a session is connected V8 keeps what a program prints.

import { SAMPLING_MICROS } from '../../model/record/profile-rows.js';
import type { ProfiledFunction, SampledStacks } from '../../model/sampled-stacks.js';
import { now } from '../recorder/clock.js';
import { profilerTime } from '../../primordials.js';
import { nodeModule } from '../../this-thread.js';

/** `stop` returns the profile as JSON. */
interface ProfileHandle {
  stop(): string;
}

interface Profiler {
  /** Of Node.js 24.12 and later. */
  readonly startCpuProfile?: () => ProfileHandle;
  readonly setFlagsFromString: (flag: string) => void;
}

/** What is read of a profile. Times are microseconds of a clock of V8's. */
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

const INTERVAL_FLAG = '--cpu-profiler-sampling-interval';
/** Of V8, where nobody says otherwise. */
const USUAL_MICROS = 1_000;
/** The profile begins within the call that starts it, by whatever clock. */
const CLOCK_TOLERANCE_NANOS = 1_000_000;

const { parse } = JSON;

export class CpuSamples {
  readonly #start: () => ProfileHandle;
  #handle: ProfileHandle;
  /** When the running profile began, at the earliest and at the latest. */
  #begunNanos: readonly [number, number];

  /** The last sample that was taken over. */
  #lastNanos = -Infinity;

  private constructor(start: () => ProfileHandle, handle: ProfileHandle, begunNanos: readonly [number, number]) {
    this.#start = start;
    this.#handle = handle;
    this.#begunNanos = begunNanos;
  }

  /** Starts V8's profiler. @returns `undefined` where this Node.js has no profiles that overlap */
  static start(execArgv: readonly string[]): CpuSamples | undefined {
    const { startCpuProfile, setFlagsFromString } = nodeModule('node:v8') as unknown as Profiler;
    if (startCpuProfile === undefined) return undefined;
    const start = (): ProfileHandle => startCpuProfile();
    const fromNanos = now();
    // A profiler keeps the interval that is set when it is made.
    setFlagsFromString(`${INTERVAL_FLAG}=${SAMPLING_MICROS}`);
    try {
      return new CpuSamples(start, start(), [fromNanos, now()]);
    } finally {
      setFlagsFromString(`${INTERVAL_FLAG}=${givenMicros(execArgv)}`);
    }
  }

  /** @returns the samples since the last call; `undefined` where their times cannot be told */
  take(): SampledStacks | undefined {
    const begunNanos = this.#begunNanos;
    const handle = this.#handle;
    const fromNanos = now();
    this.#handle = this.#start();
    this.#begunNanos = [fromNanos, now()];
    const profile = parse(handle.stop()) as CpuProfile;
    const offsetNanos = clockOffset();
    const startNanos = profile.startTime * 1_000 - offsetNanos;
    const [earliest, latest] = begunNanos;
    const isOneClock = startNanos >= earliest - CLOCK_TOLERANCE_NANOS && startNanos <= latest + CLOCK_TOLERANCE_NANOS;
    if (!isOneClock) return undefined;
    const stacks = stacksOf(profile, startNanos, this.#lastNanos);
    this.#lastNanos = stacks.atNanos.at(-1) ?? this.#lastNanos;
    return stacks;
  }
}

/** V8 reads the clock that `process.hrtime` reads. @returns that less `now` */
function clockOffset(): number {
  const before = now();
  const [seconds, nanos] = profilerTime();
  return seconds * 1e9 + nanos - (before + now()) / 2;
}

/** @param lastNanos samples until then were in the profile before: the two overlap */
function stacksOf(
  { nodes, startTime, endTime, samples, timeDeltas }: CpuProfile,
  startNanos: number,
  lastNanos: number,
): SampledStacks {
  const numbers = new Map<number, number>();
  for (const [number, { id }] of nodes.entries()) numbers.set(id, number);
  const callers = new Int32Array(nodes.length).fill(-1);
  for (const [number, { children }] of nodes.entries()) {
    for (const child of children ?? []) callers[numbers.get(child) as number] = number;
  }
  const atNanos: number[] = [];
  const innermost: number[] = [];
  let at = startNanos;
  let latest = lastNanos;
  for (const [sample, delta] of timeDeltas.entries()) {
    at += delta * 1_000;
    if (at <= lastNanos) continue;
    // V8 may write two down in the wrong order.
    latest = Math.max(latest, at);
    atNanos.push(latest);
    innermost.push(numbers.get(samples[sample] as number) as number);
  }
  const due = Math.floor((endTime - startTime) / SAMPLING_MICROS);
  return {
    functions: nodes.map(({ callFrame }) => functionOf(callFrame)),
    callers,
    innermost: Int32Array.from(innermost),
    atNanos: Float64Array.from(atNanos),
    missing: Math.max(0, due - samples.length),
  };
}

function functionOf({ functionName, url, lineNumber, columnNumber }: ProfileNode['callFrame']): ProfiledFunction {
  return { name: functionName, url, line: lineNumber + 1, column: columnNumber + 1 };
}

function givenMicros(execArgv: readonly string[]): number {
  const given = execArgv.map((word) => /^--cpu[-_]profiler[-_]sampling[-_]interval=(\d+)$/.exec(word)?.[1]);
  return Number(given.findLast((micros) => micros !== undefined) ?? USUAL_MICROS);
}
