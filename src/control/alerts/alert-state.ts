// From what a condition says, twice a second, to what a person is told: once that it fires, and once that it is over.
//
// A condition that comes and goes is one alert: it is over only after a calm minute, and after a notification the next one of the same
// alert comes ten minutes later at the earliest.

import type { Verdict } from './alert.js';
import { BETWEEN_NOTIFICATIONS_NANOS, CALM_NANOS } from './limits.js';

export interface Transition {
  readonly state: 'firing' | 'resolved';
  /** When the condition first held. */
  readonly sinceNanos: number;
  readonly text: string;
  /** How often it has fired and been over since the last notification without one. */
  readonly unsaid: number;
}

export class AlertState {
  #sinceNanos: number | undefined;
  #lastFiredNanos = -Infinity;
  #notifiedNanos = -Infinity;
  #isNotified = false;
  #unsaid = 0;

  /** @param verdict `undefined` where too little is known: it neither fires nor goes on */
  next(verdict: Verdict | undefined, atNanos: number): Transition | undefined {
    return verdict?.fires === true ? this.#fires(verdict, atNanos) : this.#isCalm(verdict, atNanos);
  }

  #fires({ text }: Verdict, atNanos: number): Transition | undefined {
    this.#sinceNanos ??= atNanos;
    this.#lastFiredNanos = atNanos;
    if (this.#isNotified || atNanos - this.#notifiedNanos < BETWEEN_NOTIFICATIONS_NANOS) return undefined;
    this.#isNotified = true;
    this.#notifiedNanos = atNanos;
    const unsaid = this.#unsaid;
    this.#unsaid = 0;
    return { state: 'firing', sinceNanos: this.#sinceNanos, text: text(), unsaid };
  }

  #isCalm(verdict: Verdict | undefined, atNanos: number): Transition | undefined {
    const sinceNanos = this.#sinceNanos;
    if (sinceNanos === undefined || atNanos - this.#lastFiredNanos < CALM_NANOS) return undefined;
    this.#sinceNanos = undefined;
    if (!this.#isNotified) {
      this.#unsaid++;
      return undefined;
    }
    this.#isNotified = false;
    return { state: 'resolved', sinceNanos, text: verdict?.text() ?? 'too little is left to decide from', unsaid: 0 };
  }
}
