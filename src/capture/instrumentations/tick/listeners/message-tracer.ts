// Records listeners of messages: of a WebSocket, a worker, another process.
//
// A message is a text until the listener has parsed it. Parsing it here too would cost as much again, and its first bytes
// tell a trade from the confirmation of a subscription only by guessing. So the listener's own `JSON.parse` is listened to:
// what comes out of it first with the shape of a market event makes the call a tick, from the listener's first line on.

import { context } from '@opentelemetry/api';
import type { Nanoseconds } from '../../../../model/units.js';
import { mimic } from '../../../wrap/mimic.js';
import type { OpenCall, CallTracer } from '../../../wrap/call-tracer.js';
import { now } from '../../../recorder/clock.js';
import type { TickTracer } from '../tick-tracer.js';
import { eventWithin } from '../shape/event-within.js';
import { read } from '../shape/tick-shape.js';

/** The innermost listener that runs and has parsed no event yet. */
let waiting: WaitingCall | undefined;

/** Replaces `JSON.parse` by one that tells of what it has parsed, where somebody waits for it. */
export function listenToJsonParse(): void {
  const { parse } = JSON as unknown as { parse(text: unknown, reviver: unknown): unknown };
  const { wrapper } = {
    wrapper(text: unknown, reviver: unknown): unknown {
      const value = parse(text, reviver);
      if (waiting !== undefined) waiting.parsed(value);
      return value;
    },
  };
  // Where the intrinsics are frozen it stays, and only messages that are objects are seen.
  Reflect.set(JSON, 'parse', mimic(wrapper, parse));
}

export class MessageTracer implements CallTracer {
  readonly #ticks: TickTracer;

  constructor(ticks: TickTracer) {
    this.#ticks = ticks;
  }

  start([first]: readonly unknown[]): OpenCall {
    const message = messageOf(first);
    const isText = typeof message === 'string' || message instanceof ArrayBuffer || ArrayBuffer.isView(message);
    const call = isText ? undefined : this.#ticks.start([message], true);
    return call ?? (waiting = new WaitingCall(this.#ticks, waiting));
  }

  passOver(): undefined {
    return this.#ticks.passOver();
  }
}

/** A call that becomes a tick when its listener has parsed a market event, before its first `await`. */
class WaitingCall implements OpenCall {
  readonly context: undefined;
  readonly #ticks: TickTracer;
  readonly #startNanos: Nanoseconds = now();
  readonly #outer: WaitingCall | undefined;
  #call: OpenCall | undefined;
  #scope: ReturnType<typeof context.attach> | undefined;
  #left = false;

  constructor(ticks: TickTracer, outer: WaitingCall | undefined) {
    this.#ticks = ticks;
    this.#outer = outer;
  }

  parsed(value: unknown): void {
    const event = eventWithin(value);
    if (event === undefined) return;
    waiting = undefined;
    this.#call = this.#ticks.startShaped([event], true, this.#startNanos);
    // For the rest of the listener, by hand: it is on the stack already.
    if (this.#call.context !== undefined) this.#scope = context.attach(this.#call.context);
  }

  returned(): void {
    this.#leave();
    this.#call?.returned();
  }

  end(failed: boolean): void {
    this.#leave();
    this.#call?.end(failed);
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    waiting = this.#outer;
    this.#scope?.dispose();
  }
}

/** A listener is given the message itself, or an event that holds it: Node's, or one that a package made after it. */
function messageOf(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || ArrayBuffer.isView(argument)) return argument;
  const isEvent =
    argument instanceof Event || (read(argument, 'type') === 'message' && isPresent(read(argument, 'target')));
  return isEvent ? read(argument, 'data') : argument;
}

const isPresent = (value: unknown): boolean => typeof value === 'object' && value !== null;
