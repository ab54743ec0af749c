// Samples of the process: memory, processor time, event loop, ticks.

import type { RuntimeSample } from '../../model/record/record-segment.js';
import { type Bytes, type Nanoseconds, SECOND } from '../../model/units.js';
import { cpuUsage, nodeTiming } from '../../primordials.js';
import { THREAD_STARTED_NANOS, now, unixMillis } from '../recorder/clock.js';
import { isMainThread } from '../../this-thread.js';
import { waitedMillis } from './idle-time.js';
import { type ProcessMemory, readMemory } from './process-memory.js';

/** Ticks since the process began. */
export interface TickCounts {
  readonly started: number;
  readonly ended: number;
}

/** What has been used up since the process began. Cheap: memory costs 50 times as much to ask for. */
interface Reading {
  readonly atNanos: Nanoseconds;
  readonly cpuMicros: number;
  readonly loopActiveMillis: number;
  readonly ticks: TickCounts;
}

/** A time without a tick in which the loop did less than this share of it is idle: Tickscope's own timers take a tenth of that. */
const IDLE_SHARE = 0.005;
/** The first seconds are sampled as they come: many programs end before they are over. */
const EARLY_NANOS = 10 * SECOND;

export class Sampler {
  readonly #processId: string;
  readonly #tickCounts: () => TickCounts;
  /** Where the next sample begins. */
  #from: Reading = {
    atNanos: THREAD_STARTED_NANOS,
    cpuMicros: 0,
    loopActiveMillis: 0,
    ticks: { started: 0, ended: 0 },
  };
  /** The end of the idle time since then. */
  #idleUntil: Reading | undefined;
  #isIdle = false;

  constructor(processId: string, tickCounts: () => TickCounts) {
    this.#processId = processId;
    this.#tickCounts = tickCounts;
  }

  /** Whether the program did nothing in the time of the last sample. */
  get isIdle(): boolean {
    return this.#isIdle;
  }

  /**
   * @returns one of the time before the program woke up, where it has, and one of the time since; none while a program without a free
   *   descriptor cannot be told its memory: the next one is of all the time since the last
   */
  onSecond(): readonly RuntimeSample[] {
    const reading = this.#read();
    const from = this.#idleUntil ?? this.#from;
    this.#isIdle = reading.atNanos >= EARLY_NANOS && isIdleBetween(from, reading);
    const memory = readMemory();
    if (memory === undefined) return [];
    const before = this.#idleUntil === undefined ? [] : [this.#sampleUntil(this.#idleUntil, memory)];
    return [...before, this.#sampleUntil(reading, memory)];
  }

  /** The time since the last sample. @returns `undefined` where the memory cannot be read */
  sample(): RuntimeSample | undefined {
    const memory = readMemory();
    return memory && this.#sampleUntil(this.#read(), memory);
  }

  /** The program has been idle since the last sample, and is no longer. Costs some readings of counters: it is called in a tick. */
  wake(): void {
    // The tick that wakes is not of the idle time.
    this.#idleUntil = { ...this.#read(), ticks: this.#from.ticks };
  }

  #read(): Reading {
    const atNanos = now();
    const { user, system } = cpuUsage();
    const { loopStart } = nodeTiming;
    const activeMillis = loopStart < 0 ? 0 : atNanos / 1e6 - loopStart - waitedMillis();
    const loopActiveMillis = Math.max(this.#from.loopActiveMillis, activeMillis);
    return { atNanos, cpuMicros: user + system, loopActiveMillis, ticks: this.#tickCounts() };
  }

  #sampleUntil(reading: Reading, { rss, private: own, heapUsed, external }: ProcessMemory): RuntimeSample {
    const { atNanos, cpuMicros, loopActiveMillis, ticks } = this.#from;
    // Memory and processor time are the whole process's: a worker leaves them to the main thread.
    const share = isMainThread ? 1 : 0;
    this.#from = reading;
    this.#idleUntil = undefined;
    return {
      process: this.#processId,
      atUnixMillis: unixMillis(reading.atNanos),
      elapsedNanos: (reading.atNanos - atNanos) as Nanoseconds,
      cpuNanos: (share * (reading.cpuMicros - cpuMicros) * 1_000) as Nanoseconds,
      loopActiveNanos: Math.round((reading.loopActiveMillis - loopActiveMillis) * 1e6) as Nanoseconds,
      ticksStarted: reading.ticks.started - ticks.started,
      ticksEnded: reading.ticks.ended - ticks.ended,
      rssBytes: (share * rss) as Bytes,
      ...(own !== undefined && { privateBytes: own as Bytes }),
      heapUsedBytes: heapUsed as Bytes,
      externalBytes: external as Bytes,
    };
  }
}

/** A tick that is open is none to be idle in. */
function isIdleBetween(from: Reading, { atNanos, loopActiveMillis, ticks }: Reading): boolean {
  return (
    ticks.started === from.ticks.started &&
    ticks.ended === from.ticks.ended &&
    ticks.started === ticks.ended &&
    (loopActiveMillis - from.loopActiveMillis) * 1e6 < (atNanos - from.atNanos) * IDLE_SHARE
  );
}
