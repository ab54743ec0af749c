// Records listeners of messages, which are all given one.

import type { Losses } from '../../../../model/losses.js';
import type { CallTracer, OpenCall } from '../../../wrap/call-tracer.js';
import { isRawMessage, messageOf, WaitingCall } from '../messages/parsed-messages.js';
import type { TickTracer } from '../tick-tracer.js';

export class MessageTracer implements CallTracer {
  readonly losses: Losses;
  readonly #ticks: TickTracer;

  constructor(ticks: TickTracer) {
    this.losses = ticks.losses;
    this.#ticks = ticks;
  }

  start([first]: readonly unknown[]): OpenCall {
    const message = messageOf(first);
    const call = isRawMessage(message) ? undefined : this.#ticks.start([message], true);
    return call ?? WaitingCall.begin(this.#ticks);
  }
}
