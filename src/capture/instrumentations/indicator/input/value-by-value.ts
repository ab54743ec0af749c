// Looks at calls of methods that are given one value after the other.

import type { InputObserver, InputSink } from '../../../rules/input-observer.js';
import { InstanceHistory } from './instance-history.js';
import { RecentInputs } from './recent-inputs.js';
import { isInSample } from './sampled-ticks.js';

export class ValueByValue implements InputObserver {
  readonly #sink: InputSink;
  readonly #history: InstanceHistory;
  #recent: RecentInputs | undefined;
  #tickNumber = 0;
  /** The program gives, or returns, what may not be read: no other call is looked at. */
  #isOpaque = false;

  constructor(sink: InputSink) {
    this.#sink = sink;
    this.#history = new InstanceHistory((text) => sink.parametersSeen(text));
  }

  before(self: unknown, args: readonly unknown[], tickNumber: number): boolean {
    if (this.#isOpaque || !isInSample(tickNumber) || typeof self !== 'object' || self === null || args.length === 0)
      return false;
    try {
      this.#history.read(self, args);
      this.#tickNumber = tickNumber;
      return true;
    } catch {
      this.#isOpaque = true;
      return false;
    }
  }

  after(result: unknown): void {
    // Before its first result nothing tells an instance from another one with hidden settings.
    if (result === undefined || result === null) return this.#sink.inputSeen(1, 'new');
    try {
      const hash = this.#history.readResult(result);
      this.#sink.inputSeen(1, (this.#recent ??= new RecentInputs()).meet(hash, this.#tickNumber));
    } catch {
      this.#isOpaque = true;
      this.#sink.inputSeen(1, 'new');
    }
  }
}
