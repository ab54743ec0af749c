// Records calls that are orders. What such a call calls belongs to it: `createLimitBuyOrder` and the `createOrder` in it are one.

import type { Losses } from '../../model/losses.js';
import type { LiveOrder, Orders } from '../recorder/orders.js';
import type { Recorder } from '../recorder/recorder.js';
import type { OrderMatch } from '../rules/match.js';
import type { CallTracer, OpenCall } from './call-tracer.js';
import type { Operation } from './operation.js';
import { OperationTracer } from './operation-tracer.js';

/** @returns the symbol in an order's arguments. Must not throw */
type SymbolOf = (args: readonly unknown[]) => string | undefined;

/** As clients for many venues call the one that an object of theirs is for. */
const VENUE = /^[a-z][a-z\d_-]{1,31}$/i;

export class OrderTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #orders: Orders;
  readonly #tracer: OperationTracer;
  readonly #match: OrderMatch;
  readonly #symbolOf: SymbolOf;

  constructor(recorder: Recorder, orders: Orders, operation: Operation, match: OrderMatch, symbolOf: SymbolOf) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#orders = orders;
    this.#tracer = new OperationTracer(recorder, operation);
    this.#match = match;
    this.#symbolOf = symbolOf;
  }

  /** Always in its own scope: what goes out belongs to it before and after an `await`. */
  start(args: readonly unknown[], _needsContext: boolean, self?: unknown): OpenCall | undefined {
    const { action, mayBeNone = false, venueKey } = this.#match;
    const { around } = this.#orders;
    const venue = venueKey === undefined ? undefined : venueAt(self, venueKey);
    if (around !== undefined) {
      around.goesTo(venue);
      return undefined;
    }
    const scope = this.#recorder.active.get();
    const order = this.#orders.begin({ action, venue, symbol: this.#symbolOf(args), scope, mayBeNone });
    const call = this.#tracer.start(args, true);
    this.#orders.hold(call.scope, order);
    return new OrderCall(call, order, this.#orders);
  }
}

class OrderCall implements OpenCall {
  readonly isLight = false;
  readonly scope: number;
  readonly #call: OpenCall;
  readonly #order: LiveOrder;
  readonly #orders: Orders;
  /** It goes on after its return: a promise or a callback tells its end. */
  #goesOn = false;

  constructor(call: OpenCall, order: LiveOrder, orders: Orders) {
    this.#call = call;
    this.#order = order;
    this.#orders = orders;
    this.scope = call.scope;
  }

  returned(): void {
    this.#goesOn = true;
    this.#order.isOne();
    this.#call.returned();
  }

  end(failed: boolean): void {
    this.#call.end(failed);
    if (failed) this.#order.end(true);
    else if (this.#goesOn) this.#orders.settles(this.#order);
    else this.#order.returnsAtOnce();
    this.#orders.release(this.scope);
  }

  turnedOutFailed(): void {
    this.#order.turnedOutFailed();
    this.#call.turnedOutFailed?.();
  }
}

/** A getter of the program may throw. */
function venueAt(self: unknown, key: string): string | undefined {
  try {
    const venue: unknown = (self as Readonly<Record<string, unknown>> | undefined)?.[key];
    return typeof venue === 'string' && VENUE.test(venue) ? venue : undefined;
  } catch {
    return undefined;
  }
}
