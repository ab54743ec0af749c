// Calls that are given a message: of a WebSocket, a worker, another process.
//
// A message is a text until the program has parsed it. Parsing it here too would cost as much again, and its first bytes
// only allow a guess whether it is a trade or the confirmation of a subscription. So the wrapper of `JSON.parse` passes on what
// the innermost such call parses: the first result that contains a market event makes the call a tick, from its first line on.

import type { Nanoseconds } from '../../../../model/units.js';
import { replaceMember } from '../../../patch/replace-member.js';
import { mimic } from '../../../wrap/mimic.js';
import type { LaterCall, OpenCall } from '../../../wrap/call-tracer.js';
import type { ActiveScope, Store } from '../../../recorder/active-scope.js';
import { now } from '../../../recorder/clock.js';
import { FoundEvent } from '../event/find-event.js';
import { findEventInMessage } from '../event/find-event-in-message.js';
import { isPlainEvent } from '../event/is-event.js';
import { isObject, read } from '../event/members.js';

const { apply } = Reflect;

/** What records the tick that such a call turns out to be. */
interface MessageTicks {
  readonly active: ActiveScope;
  startMessage(found: FoundEvent, since: Nanoseconds): OpenCall;
}

/** The innermost running listener that has not parsed an event yet. */
let waiting: WaitingCall | undefined;

/** Replaces `JSON.parse` by a wrapper that passes each parsed value to the listener that runs, if it has found no event yet. */
export function replaceJsonParse(): void {
  // Frozen intrinsics cannot be replaced; then only messages that are objects are seen.
  replaceMember(JSON, 'parse', (original) => {
    const { wrapper } = {
      wrapper(this: unknown, text: unknown, reviver: unknown): unknown {
        // On its object: a stack says `JSON.parse`, and not `parse`.
        const value: unknown = apply(original, this, [text, reviver]);
        if (waiting !== undefined) waiting.parsed(value);
        return value;
      },
    };
    return mimic(wrapper, original);
  });
}

/** A call that becomes a tick when its listener has parsed a market event, before its first `await`. */
export class WaitingCall implements OpenCall {
  readonly scope = 0;
  readonly isLight = false;
  readonly later: LaterCall = {};
  readonly #ticks: MessageTicks;
  readonly #startNanos: Nanoseconds = now();
  readonly #outer: WaitingCall | undefined;
  #call: OpenCall | undefined;
  #isEntered = false;
  #storeBefore: Store;
  #left = false;

  private constructor(ticks: MessageTicks, outer: WaitingCall | undefined) {
    this.#ticks = ticks;
    this.#outer = outer;
  }

  static begin(ticks: MessageTicks): WaitingCall {
    return (waiting = new WaitingCall(ticks, waiting));
  }

  parsed(value: unknown): void {
    const found = new FoundEvent();
    if (!findEventInMessage(value, isPlainEvent, found) || this.later.isRunning?.() === false) return;
    waiting = undefined;
    this.#call = this.#ticks.startMessage(found, this.#startNanos);
    // Attached by hand for the rest of the listener, because it is on the stack already.
    const { scope } = this.#call;
    if (this.later.onScope !== undefined) return this.later.onScope(scope);
    const { active } = this.#ticks;
    this.#isEntered = true;
    this.#storeBefore = active.store;
    active.enter(scope);
  }

  returned(): void {
    this.#leave();
    this.#call?.returned();
  }

  end(failed: boolean): void {
    this.#leave();
    this.#call?.end(failed);
  }

  turnedOutFailed(): void {
    this.#call?.turnedOutFailed?.();
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    waiting = this.#outer;
    if (this.#isEntered) this.#ticks.active.put(this.#storeBefore);
  }
}

/** A listener gets the message itself, or a `MessageEvent` with it: of Node.js, or of a package that imitates it. */
export function messageOf(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || ArrayBuffer.isView(argument)) return argument;
  const isEvent =
    argument instanceof Event || (read(argument, 'type') === 'message' && isObject(read(argument, 'target')));
  return isEvent ? read(argument, 'data') : argument;
}

/** Whether it is what a message is before it has been parsed. */
export function isRawMessage(message: unknown): boolean {
  return typeof message === 'string' || message instanceof ArrayBuffer || ArrayBuffer.isView(message);
}

/** Whether a handler of events is given one as JSON, or as the bytes of it, and not as something that only has a text. */
export function isUnparsed(argument: unknown): boolean {
  const message = messageOf(argument);
  return typeof message === 'string' ? /^\s*[[{]/.test(message) : isRawMessage(message);
}
