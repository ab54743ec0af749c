// Notices on their way to one receiver: one at a time, so many that wait, so many attempts. A receiver that hangs or fails costs the program
// nothing; what it did not take is counted, and said once for each reason.

import type { Losses } from '../../../model/losses.js';
import { SECOND } from '../../../model/units.js';
import { piece } from '../../../measured-work.js';
import { startTimeout } from '../../../primordials.js';
import { say } from '../../../stderr.js';
import type { Notice } from '../notice.js';

/** What became of an attempt. */
export interface Failure {
  readonly reason: string;
  /** Whether the next attempt may end better. */
  readonly mayPass: boolean;
}

/** @param done must be called once; without a failure the notice is delivered */
export type Deliver = (notice: Notice, done: (failure?: Failure) => void) => void;

const MOST_WAITING = 16;
/** Before the second attempt, and before the third. */
const PAUSES_MILLIS: readonly number[] = [1_000, 5_000];
const MOST_REASONS = 8;

export class Outbox {
  readonly #receiver: string;
  readonly #deliver: Deliver;
  readonly #losses: Losses;
  readonly #waiting: Notice[] = [];
  readonly #said = new Set<string>();
  #isSending = false;

  /** @param receiver as a line on stderr calls it, without anything secret */
  constructor(receiver: string, deliver: Deliver, losses: Losses) {
    this.#receiver = receiver;
    this.#deliver = deliver;
    this.#losses = losses;
  }

  send(notice: Notice): void {
    if (this.#waiting.length >= MOST_WAITING) return this.#lost('too many alerts wait for it');
    this.#waiting.push(notice);
    this.#sendNext();
  }

  /** Called when the program ends: what has not been taken counts as lost. */
  abandon(): void {
    const unsent = this.#waiting.splice(0).length + Number(this.#isSending);
    if (unsent > 0) this.#losses.add('alerts_not_delivered', unsent);
  }

  #sendNext(): void {
    const notice = this.#isSending ? undefined : this.#waiting.shift();
    if (notice === undefined) return;
    this.#isSending = true;
    this.#attempt(notice, 0);
  }

  #attempt(notice: Notice, attempt: number): void {
    let isDone = false;
    const done = (failure?: Failure): void => {
      if (isDone) return;
      isDone = true;
      const pauseMillis = failure?.mayPass === true ? PAUSES_MILLIS[attempt] : undefined;
      if (pauseMillis !== undefined) return this.#later(pauseMillis, () => this.#attempt(notice, attempt + 1));
      if (failure !== undefined) this.#lost(failure.reason);
      this.#isSending = false;
      this.#sendNext();
    };
    try {
      this.#deliver(notice, done);
    } catch (error) {
      done({ reason: String(error), mayPass: false });
    }
  }

  #later(millis: number, work: () => void): void {
    startTimeout(piece('exporting', 'sending an alert again', work), millis).unref();
  }

  #lost(reason: string): void {
    this.#losses.add('alerts_not_delivered');
    if (this.#said.has(reason) || this.#said.size >= MOST_REASONS) return;
    this.#said.add(reason);
    say(`an alert was not delivered to ${this.#receiver}: ${reason}. The program runs on; this is said once.`);
  }
}

/** How long an attempt may take. */
export const ATTEMPT_MILLIS: number = (5 * SECOND) / 1e6;
