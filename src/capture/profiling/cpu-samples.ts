// Samples of the processor, by the profiler that V8 has.
//
// V8 looks at all code of the program when its profiler starts: 13 ms in the smallest program, 115 ms in one with ccxt. So it starts once,
// before the program, and never stops: a next profile begins before the last one ends, which takes 0.1 ms, because V8's profiler goes on
// meanwhile. `node:inspector` does not let two overlap, and while a session is connected V8 keeps what a program prints.

import { SAMPLING_MICROS } from '../../model/record/profile-rows.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { now } from '../recorder/clock.js';
import { parseProfile, stacksOf, wholeMicros } from './cpu-profile.js';
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

const INTERVAL_FLAG = '--cpu-profiler-sampling-interval';
/** Of V8, where nobody says otherwise. */
const USUAL_MICROS = 1_000;
/** The profile begins within the call that starts it, by whatever clock. */
const CLOCK_TOLERANCE_NANOS = 2_000_000;

export class CpuSamples {
  readonly #start: () => ProfileHandle;
  /** Absent when it has stopped for good. */
  #handle: ProfileHandle | undefined;
  /** When the running profile began, at the earliest and at the latest. */
  #begunNanos: readonly [number, number];

  readonly #offset = new ClockOffset();
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

  /** Stops for good: samples that nobody takes over would fill the memory. */
  stop(): void {
    const handle = this.#handle;
    this.#handle = undefined;
    handle?.stop();
  }

  /**
   * @returns the samples since the last call; `undefined` where it has stopped
   * @throws where Node.js has written what cannot be read, or their times cannot be told
   */
  take(): SampledStacks | undefined {
    const begunNanos = this.#begunNanos;
    const handle = this.#handle;
    if (handle === undefined) return undefined;
    const fromNanos = now();
    this.#handle = this.#start();
    this.#begunNanos = [fromNanos, now()];
    const profile = parseProfile(handle.stop());
    const [earliest, latest] = begunNanos;
    const offsetNanos = this.#offset.measure();
    const startNanos = wholeMicros(profile.startTime, (earliest + offsetNanos) / 1_000) * 1_000 - offsetNanos;
    const isOneClock = startNanos >= earliest - CLOCK_TOLERANCE_NANOS && startNanos <= latest + CLOCK_TOLERANCE_NANOS;
    if (!isOneClock) throw new Error(`V8's profiler has another clock, ${(startNanos - latest) / 1e6} ms off`);
    const stacks = stacksOf(profile, startNanos, fromNanos, this.#lastNanos);
    this.#lastNanos = stacks.atNanos.at(-1) ?? this.#lastNanos;
    return stacks;
  }
}

/** Of the two clocks, at the begin. */
const READINGS = 8;

/** Of the clock of V8's profiler, which `process.hrtime` reads too, against `now`. */
class ClockOffset {
  #nanos = 0;
  /** Between the two readings of `now`: the thread may have been put aside there. */
  #withinNanos = Infinity;

  constructor() {
    for (let time = 0; time < READINGS; time++) this.measure();
  }

  /** @returns the offset as it was measured best */
  measure(): number {
    const before = now();
    const [seconds, nanos] = profilerTime();
    const after = now();
    if (after - before < this.#withinNanos) {
      this.#withinNanos = after - before;
      this.#nanos = seconds * 1e9 + nanos - (before + after) / 2;
    }
    return this.#nanos;
  }
}

function givenMicros(execArgv: readonly string[]): number {
  const given = execArgv.map((word) => /^--cpu[-_]profiler[-_]sampling[-_]interval=(\d+)$/.exec(word)?.[1]);
  return Number(given.findLast((micros) => micros !== undefined) ?? USUAL_MICROS);
}
