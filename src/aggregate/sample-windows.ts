// Samples of processes, merged into windows as a record grows old: what was used adds up, what is held is that of the last one.

import type { RuntimeSample } from '../model/record/record-segment.js';
import type { ResourceSample } from '../model/record/runtime-rows.js';
import type { Nanoseconds } from '../model/units.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Samples of one process come in the order of time. A window ends with the sample that fills it. */
export class SampleWindows {
  readonly list: RuntimeSample[] = [];
  readonly #open = new Map<string, Mutable<RuntimeSample>>();
  readonly #windowNanos: number;

  constructor(windowNanos: Nanoseconds) {
    this.#windowNanos = windowNanos;
  }

  add(sample: RuntimeSample): void {
    const open = this.#open.get(sample.process);
    if (open === undefined || open.elapsedNanos >= this.#windowNanos) {
      const begun = { ...sample };
      this.#open.set(sample.process, begun);
      this.list.push(begun);
      return;
    }
    open.atUnixMillis = sample.atUnixMillis;
    open.elapsedNanos = (open.elapsedNanos + sample.elapsedNanos) as Nanoseconds;
    open.cpuNanos = (open.cpuNanos + sample.cpuNanos) as Nanoseconds;
    open.loopActiveNanos = (open.loopActiveNanos + sample.loopActiveNanos) as Nanoseconds;
    open.ticksStarted += sample.ticksStarted;
    open.ticksEnded += sample.ticksEnded;
    open.rssBytes = sample.rssBytes;
    if (sample.privateBytes === undefined) delete open.privateBytes;
    else open.privateBytes = sample.privateBytes;
    open.heapUsedBytes = sample.heapUsedBytes;
    open.externalBytes = sample.externalBytes;
  }
}

/** Of what a process holds, the last sample of each window stays. */
export class ResourceWindows {
  readonly list: ResourceSample[] = [];
  readonly #open = new Map<string, { readonly index: number; readonly fromUnixMillis: number }>();
  readonly #windowMillis: number;

  constructor(windowNanos: Nanoseconds) {
    this.#windowMillis = windowNanos / 1e6;
  }

  add(sample: ResourceSample): void {
    const open = this.#open.get(sample.process);
    if (open !== undefined && sample.atUnixMillis - open.fromUnixMillis < this.#windowMillis) {
      this.list[open.index] = sample;
      return;
    }
    this.#open.set(sample.process, { index: this.list.length, fromUnixMillis: sample.atUnixMillis });
    this.list.push(sample);
  }
}
