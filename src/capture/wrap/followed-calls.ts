// What a function was given and gave, into the log of what comes again.

import { CallSums, type CallsRow } from '../../model/reuse/call-sums.js';
import { CALLED, RESULT, type ReuseLog, type ReuseTarget, TOOK } from '../../model/reuse/reuse-log.js';
import { ReuseSums } from '../../model/reuse/reuse-sums.js';
import type { PureCalls } from '../rules/input-observer.js';

/** A longer call is taken for one of so much: two seconds. */
const MOST_NANOS = 2 ** 31 - 1;

/** A look at a result takes half a microsecond. */
const RESULTS_LOOKED_AT = 8_192;

export class FollowedCalls implements PureCalls, ReuseTarget {
  taken: ReuseSums = new ReuseSums();
  calls: CallSums = new CallSums();
  isOver = false;
  readonly #log: ReuseLog;
  #results = 0;
  /** Undefined before its first call: one library alone has 150 functions. */
  #source: number | undefined;

  constructor(log: ReuseLog) {
    this.#log = log;
  }

  get isFollowed(): boolean {
    return !this.isOver && (this.#source ??= this.#log.follow(this)) !== -1;
  }

  get isWellKnown(): boolean {
    return this.#results > RESULTS_LOOKED_AT;
  }

  called(input: number): void {
    this.#log.happened(this.#source as number, CALLED, input);
  }

  inputUnread(): void {
    this.taken.missed++;
  }

  returned(result: number | undefined, nanos: number): void {
    this.#results++;
    if (result !== undefined) this.#log.happened(this.#source as number, RESULT, result);
    this.#log.happened(this.#source as number, TOOK, Math.min(MOST_NANOS, Math.max(0, nanos)));
  }

  /** @returns the sums since the last time; undefined where there are none, and where the inputs do not come again */
  take(): CallsRow | undefined {
    const reuse = this.taken.toRow();
    const row = reuse && !this.isOver ? this.calls.toRow(reuse) : undefined;
    this.taken = new ReuseSums();
    this.calls = new CallSums();
    return row;
  }
}
