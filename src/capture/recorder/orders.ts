// Orders that are under way: which one the running code is part of, and their steps in the log.
//
// An order is the outermost call that stands for one, or a request that stands for one and is in no such call.

import { FAILED, KIND_MASK, TICK_BEGIN } from '../../model/log/log-layout.js';
import { ORDER_BEGINS, ORDER_ENDS, ORDER_SENT, UNANSWERED } from '../../model/log/order-records.js';
import { type OrderAction, orderKey } from '../../model/orders.js';
import { nowMillis } from './clock.js';
import type { Recorder } from './recorder.js';

/** Calls that are followed until they end. Beyond, the oldest are forgotten: what goes out in them belongs to no order. */
const FOLLOWED_CALLS = 1_024;

/** Venues that are not this short are none. */
const LONGEST_VENUE = 64;

export interface NewOrder {
  readonly action: OrderAction;
  readonly venue: string | undefined;
  readonly symbol: string | undefined;
  /** That it runs in: of its tick, or 0. */
  readonly scope: number;
  /** Whether it is one only if it goes on after its return, or something goes out in it. */
  readonly mayBeNone: boolean;
}

export class Orders {
  readonly #recorder: Recorder;
  readonly #later: (work: () => void) => void;
  /** By the scopes of the calls that stand for them. */
  readonly #calls = new Map<number, LiveOrder>();
  /** Orders whose promise has settled a moment ago: that it was rejected may show a moment later. */
  #settling: LiveOrder[] = [];

  /** @param later runs what it is given when the running turn of the event loop is over */
  constructor(recorder: Recorder, later: (work: () => void) => void) {
    this.#recorder = recorder;
    this.#later = later;
  }

  /** The order that the running code is part of. What handles an event in between asks for orders of its own. */
  get around(): LiveOrder | undefined {
    if (this.#calls.size === 0) return undefined;
    const scope = this.#recorder.active.get();
    const own = this.#calls.get(scope);
    if (own !== undefined || scope === 0) return own;
    const { log } = this.#recorder;
    for (const around of log.scopesAround(scope)) {
      const order = this.#calls.get(around);
      if (order !== undefined) return order;
      if (around > 0 && (log.codeAt(around) & KIND_MASK) === TICK_BEGIN) return undefined;
    }
    return undefined;
  }

  begin(order: NewOrder): LiveOrder {
    return new LiveOrder(this.#recorder, order);
  }

  /** What runs in that scope is part of the order, until `release`. */
  hold(scope: number, order: LiveOrder): void {
    this.#calls.set(scope, order);
    if (this.#calls.size > FOLLOWED_CALLS) this.#calls.delete(this.#calls.keys().next().value as number);
  }

  release(scope: number): void {
    this.#calls.delete(scope);
  }

  /** The order has come to its end, and seems to be fine. */
  settles(order: LiveOrder): void {
    order.settles();
    if (this.#settling.push(order) === 1) this.#later(this.settled);
  }

  /** Nothing more will show of those that have settled. */
  readonly settled = (): void => {
    const settling = this.#settling;
    this.#settling = [];
    for (const order of settling) order.settled();
  };
}

export class LiveOrder {
  readonly #recorder: Recorder;
  readonly #order: NewOrder;
  readonly #decidedMillis: number;
  #venue: string | undefined;
  /** The position of its begin in the log; 0 while it may be none. */
  #begin = 0;
  #isSent = false;
  /** Requests of it that have begun and not ended. */
  #openRequests = 0;
  /** Its function has returned, and the last of them ends it. */
  #endsWithRequest = false;
  /** When it came to its end, while it is not said how; NaN before and after. */
  #settledMillis = NaN;

  constructor(recorder: Recorder, order: NewOrder) {
    this.#recorder = recorder;
    this.#order = order;
    this.#decidedMillis = nowMillis();
    this.#venue = venueOf(order.venue);
    if (!order.mayBeNone) this.isOne();
  }

  /** It has turned out to be an order. */
  isOne(): void {
    if (this.#begin !== 0) return;
    this.#begin = this.#recorder.orderStep(this.#decidedMillis, ORDER_BEGINS, this.#key, this.#order.scope);
  }

  /** It goes to that venue, where nobody has said another one before. */
  goesTo(venue: string | undefined): void {
    this.#venue ??= venueOf(venue);
  }

  /** A request of it begins. */
  requestBegins(): void {
    this.isOne();
    this.#openRequests++;
  }

  requestEnds(failed: boolean): void {
    this.#openRequests--;
    if (this.#endsWithRequest && (failed || this.#openRequests === 0)) {
      this.#endsWithRequest = false;
      this.end(failed);
    }
  }

  /** Its function has returned, and nothing tells its end but what it has sent. */
  returnsAtOnce(): void {
    if (this.#openRequests > 0) this.#endsWithRequest = true;
    else if (this.#isSent) this.#ends(nowMillis(), UNANSWERED);
    else this.end(false);
  }

  /** A request of it has gone out. */
  sent(): void {
    if (this.#isSent) return;
    this.#isSent = true;
    this.isOne();
    this.#step(ORDER_SENT, nowMillis());
  }

  end(failed: boolean): void {
    this.#ends(nowMillis(), failed ? FAILED : 0);
  }

  settles(): void {
    this.#settledMillis = nowMillis();
  }

  settled(): void {
    if (!Number.isNaN(this.#settledMillis)) this.#ends(this.#settledMillis, 0);
  }

  /** It has ended, and not as it seemed to. */
  turnedOutFailed(): void {
    this.#ends(Number.isNaN(this.#settledMillis) ? nowMillis() : this.#settledMillis, FAILED);
  }

  #ends(millis: number, how: number): void {
    this.#settledMillis = NaN;
    if (this.#begin !== 0) this.#step(ORDER_ENDS | how, millis);
  }

  get #key(): string {
    const { action, symbol } = this.#order;
    const venue = this.#venue;
    return orderKey({ action, ...(venue !== undefined && { venue }), ...(symbol !== undefined && { symbol }) });
  }

  #step(code: number, millis: number): void {
    this.#recorder.orderStep(millis, code, this.#key, this.#begin);
  }
}

function venueOf(text: string | undefined): string | undefined {
  return text === undefined || text.length > LONGEST_VENUE ? undefined : text;
}
