// Samples of the process: memory, processor time, event loop, ticks.

import type { RuntimeSample } from '../../model/record/record-segment.js';
import type { Bytes, Nanoseconds } from '../../model/units.js';
import { cpuUsage, memoryUsage, nodeTiming } from '../../primordials.js';
import { THREAD_STARTED_NANOS, now, unixMillis } from '../recorder/clock.js';
import { isMainThread } from '../../this-thread.js';

/** Ticks since the process began. */
export interface TickCounts {
  readonly started: number;
  readonly ended: number;
}

export class Sampler {
  readonly #processId: string;
  readonly #tickCounts: () => TickCounts;
  #atNanos: Nanoseconds = THREAD_STARTED_NANOS;
  #cpu: NodeJS.CpuUsage = { user: 0, system: 0 };
  #loopActiveMillis = 0;
  #ticks: TickCounts = { started: 0, ended: 0 };

  constructor(processId: string, tickCounts: () => TickCounts) {
    this.#processId = processId;
    this.#tickCounts = tickCounts;
  }

  /** The time since the last sample. */
  sample(): RuntimeSample {
    const at = now();
    const cpu = cpuUsage();
    const { loopStart, idleTime } = nodeTiming;
    const activeMillis = loopStart < 0 ? 0 : at / 1e6 - loopStart - idleTime;
    const loopActiveMillis = Math.max(this.#loopActiveMillis, activeMillis);
    const { rss, heapUsed, external } = memoryUsage();
    // Memory and processor time are the whole process's: a worker leaves them to the main thread.
    const share = isMainThread ? 1 : 0;
    const ticks = this.#tickCounts();
    const cpuMicros = cpu.user + cpu.system - this.#cpu.user - this.#cpu.system;
    const sample: RuntimeSample = {
      process: this.#processId,
      atUnixMillis: unixMillis(at),
      elapsedNanos: (at - this.#atNanos) as Nanoseconds,
      cpuNanos: (share * cpuMicros * 1_000) as Nanoseconds,
      loopActiveNanos: Math.round((loopActiveMillis - this.#loopActiveMillis) * 1e6) as Nanoseconds,
      ticksStarted: ticks.started - this.#ticks.started,
      ticksEnded: ticks.ended - this.#ticks.ended,
      rssBytes: (share * rss) as Bytes,
      heapUsedBytes: heapUsed as Bytes,
      externalBytes: external as Bytes,
    };
    this.#atNanos = at;
    this.#cpu = cpu;
    this.#loopActiveMillis = loopActiveMillis;
    this.#ticks = ticks;
    return sample;
  }
}
