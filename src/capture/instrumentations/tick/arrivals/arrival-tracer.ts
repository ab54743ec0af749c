// Counts market events where they are received, before a tick handles them: in the messages that an exchange client takes, and in
// the caches that it keeps them in. Such a call is not an operation: it gets no row and no span.

import type { Losses } from '../../../../model/losses.js';
import type { OpenCall, CallTracer } from '../../../wrap/call-tracer.js';
import type { Operation } from '../../../wrap/operation.js';
import type { EventLedger } from '../../../recorder/event-ledger.js';
import type { Recorder } from '../../../recorder/recorder.js';
import { MessageEvents } from './message-events.js';

export class ArrivalTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #receiver: Operation;

  constructor(recorder: Recorder, receiver: Operation) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#receiver = receiver;
  }

  /** `handleMessage(client, message)`, `append(event)`. */
  start(args: readonly unknown[]): OpenCall {
    this.#receiver.calls++;
    const incoming = new MessageEvents(args.length > 1 ? args[1] : args[0], this.#receiver.name);
    const { events } = this.#recorder;
    return new IncomingCall(events, events.enter(incoming, this.#recorder.receivedNanos()));
  }
}

/** Runs in its caller's context. It ends at its first `await`, because other events can arrive after that. */
class IncomingCall implements OpenCall {
  readonly scope = 0;
  readonly isLight = false;
  readonly #events: EventLedger;
  #arrival: ReturnType<EventLedger['enter']> | undefined;

  constructor(events: EventLedger, arrival: ReturnType<EventLedger['enter']>) {
    this.#events = events;
    this.#arrival = arrival;
  }

  returned(): void {
    if (this.#arrival !== undefined) this.#events.leave(this.#arrival);
    this.#arrival = undefined;
  }

  end(): void {
    this.returned();
  }
}
