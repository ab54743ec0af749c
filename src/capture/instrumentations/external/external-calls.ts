// Calls to the outside that are under way: each is an operation from its begin to the end of its response.

import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { ConnectionTimes, ExternalCounter, ExternalCounters } from '../../../model/external-counters.js';
import type { NameTable } from '../../../model/name-table.js';
import type { OrderAction } from '../../../model/orders.js';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_SERVER_ADDRESS,
  ATTR_URL_TEMPLATE,
  ATTR_VENUE,
} from '../../../model/semconv/semantic-conventions.js';
import { nowMillis } from '../../recorder/clock.js';
import type { LiveOrder, Orders } from '../../recorder/orders.js';
import type { Recorder } from '../../recorder/recorder.js';
import { isTickscopeWork } from '../../runtime/tickscope-work.js';
import type { Host } from '../host.js';
import { errorTypeOf } from './error-type.js';
import { ExternalNames, type Request } from './external-names.js';
import { orderOf } from './order-requests.js';
import { type FailedCall, RepeatedCalls } from './repeated-calls.js';

/** Responses from this status on are failures of a client's call, as the conventions have it. */
const FIRST_FAILED_STATUS = 400;
const LAST_STATUS = 999;

/** Requests that only read: an order that begins with one has not gone out with it. */
const READING: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `@opentelemetry/core` makes it with `Symbol.for`: whoever exports telemetry sets it, so that nobody traces the export. */
const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

export class ExternalCalls {
  readonly names: ExternalNames;
  readonly #recorder: Recorder;
  readonly #table: NameTable;
  readonly #counters: ExternalCounters;
  readonly #orders: Orders;
  readonly #onSend: () => void;
  readonly #isExcluded: (name: string) => boolean;
  readonly #kinds = new Map<number, RequestKind>();
  readonly #propagates: boolean;
  readonly #repeats = new RepeatedCalls();
  /** By what Node.js tells of them: a request, a stream. */
  readonly #open = new WeakMap<object, ExternalCall>();

  constructor({ recorder, names, externals, orders, configured, propagates, onSend }: Host) {
    this.#recorder = recorder;
    this.#table = names;
    this.#counters = externals;
    this.#orders = orders;
    this.#onSend = onSend;
    this.#isExcluded = (name) => configured.isExcludedName(name);
    this.#propagates = propagates;
    this.names = new ExternalNames(names);
  }

  /** A call begins here and now, in the scope of the running code. @returns `traceparent` for it, where that was asked for */
  begin(key: object, request: Request): string | undefined {
    if (!this.isOfProgram()) return undefined;
    const operationId = this.names.idOf(request);
    const order = this.#orderOf(operationId);
    const counter = this.#counterOf(operationId);
    const scope = this.#recorder.active.get();
    if (this.#repeats.takeRepeat(operationId, scope, request.path)) counter.repeats++;
    const call = new ExternalCall(this.#recorder, operationId, counter, order, scope, request.path);
    this.#open.set(key, call);
    return this.#propagates ? call.traceparent : undefined;
  }

  /** Whether the running code is the program's: neither Tickscope nor an exporter of the program's telemetry. */
  isOfProgram(): boolean {
    if (isTickscopeWork()) return false;
    const { store } = this.#recorder.active;
    return typeof store !== 'object' || store.getValue(SUPPRESS_TRACING) !== true;
  }

  /** The head of its response has come. */
  answered(key: object, status: unknown): void {
    const call = this.#open.get(key);
    if (call !== undefined && typeof status === 'number' && status > 0 && status <= LAST_STATUS) call.answered(status);
  }

  /** It has gone out to its server. */
  sent(key: object): void {
    this.#open.get(key)?.sent();
  }

  /** It has a connection. @param isReused whether others had it before */
  connected(key: object, isReused: boolean): void {
    this.#open.get(key)?.connected(isReused);
  }

  /** A connection was made for it. */
  connectionMade(key: object, times: ConnectionTimes): void {
    this.#open.get(key)?.connectionMade(times);
  }

  /** @returns when it began; `undefined` where it is none or has ended */
  beginMillis(key: object): number | undefined {
    return this.#open.get(key)?.beginMillis;
  }

  isAnswered(key: object): boolean {
    return (this.#open.get(key)?.status ?? 0) !== 0;
  }

  /** Its response has come to its end. */
  ended(key: object): void {
    this.#end(key, undefined);
  }

  failed(key: object, error: unknown): void {
    this.#end(key, errorTypeOf(error));
  }

  /** A message of a WebSocket has gone out. What is sent to a client of the program's own is no order. */
  sentMessage(operationId: number): void {
    const { around } = this.#orders;
    const { venue } = this.#kindOf(operationId);
    if (venue === undefined || !this.isOfProgram()) return;
    if (around === undefined) return this.#onSend();
    around.goesTo(venue);
    around.sent();
  }

  #orderOf(operationId: number): OrderPart | undefined {
    const { around } = this.#orders;
    const { action, venue, isReading } = this.#kindOf(operationId);
    if (around !== undefined) {
      if (isReading) return undefined;
      around.goesTo(venue);
      around.requestBegins();
      return { order: around, isWhole: false };
    }
    if (action === undefined) {
      if (!isReading) this.#onSend();
      return undefined;
    }
    const scope = this.#recorder.active.get();
    const order = this.#orders.begin({ action, venue, symbol: undefined, scope, mayBeNone: false });
    return { order, isWhole: true };
  }

  #kindOf(operationId: number): RequestKind {
    let kind = this.#kinds.get(operationId);
    if (kind === undefined) this.#kinds.set(operationId, (kind = this.#readKind(operationId)));
    return kind;
  }

  #readKind(operationId: number): RequestKind {
    const { name, attributes = {} } = this.#table.entry(operationId);
    const { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_URL_TEMPLATE]: template, [ATTR_VENUE]: known } = attributes;
    const isRequest = typeof method === 'string' && typeof template === 'string' && !this.#isExcluded(name);
    return {
      action: isRequest ? orderOf(method, template, known as string | undefined) : undefined,
      venue: (known ?? attributes[ATTR_SERVER_ADDRESS]) as string | undefined,
      isReading: READING.has(method),
    };
  }

  #counterOf(operationId: number): ExternalCounter {
    return this.#counters.counterOf(operationId, () => {
      const { name, attributes } = this.#table.entry(operationId);
      return { name, venue: attributes?.[ATTR_VENUE] as string | undefined };
    });
  }

  #end(key: object, errorType: string | undefined): void {
    const call = this.#open.get(key);
    if (call === undefined) return;
    this.#open.delete(key);
    if (call.end(errorType)) this.#repeats.failed(call);
  }
}

/** What the name of a request says of orders. */
interface RequestKind {
  readonly action: OrderAction | undefined;
  /** Or its server, where that is of no venue that is known. */
  readonly venue: string | undefined;
  readonly isReading: boolean;
}

/** What a request is of an order. */
interface OrderPart {
  readonly order: LiveOrder;
  /** The order ends with it. */
  readonly isWhole: boolean;
}

class ExternalCall implements FailedCall {
  /** Of its response; 0 until that has begun. */
  status = 0;
  readonly #recorder: Recorder;
  readonly operationId: number;
  /** That it was made in. */
  readonly parentScope: number;
  readonly path: string;
  readonly #counter: ExternalCounter;
  readonly #order: OrderPart | undefined;
  readonly #scope: number;
  readonly beginMillis: number;
  #isSent = false;

  constructor(
    recorder: Recorder,
    operationId: number,
    counter: ExternalCounter,
    order: OrderPart | undefined,
    scope: number,
    path: string,
  ) {
    const begin = recorder.begin(ASYNC_BEGIN | operationId, scope);
    this.#recorder = recorder;
    this.operationId = operationId;
    this.parentScope = scope;
    this.path = path;
    this.#counter = counter;
    this.#order = order;
    this.#scope = scope > 0 ? begin : -begin;
    this.beginMillis = nowMillis();
  }

  /** Of a call in a tick: whoever gets it goes on in the tick's trace. */
  get traceparent(): string | undefined {
    const place = this.#scope > 0 ? this.#recorder.placeOf(this.#scope) : undefined;
    if (place === undefined || !place.trace.mayLeave) return undefined;
    place.trace.isShared = true;
    return `00-${place.trace.traceId}-${place.trace.spanIdOf(place.position)}-01`;
  }

  answered(status: number): void {
    if (this.status === 0) {
      this.#counter.answered++;
      this.#counter.firstByteNanos += (nowMillis() - this.beginMillis) * 1e6;
    }
    this.status = status;
  }

  sent(): void {
    if (this.#isSent) return;
    this.#isSent = true;
    this.#order?.order.sent();
    this.#counter.sent++;
    this.#counter.sentNanos += (nowMillis() - this.beginMillis) * 1e6;
  }

  connected(isReused: boolean): void {
    if (isReused) this.#counter.reusedConnections++;
    else this.#counter.newConnections++;
  }

  connectionMade(times: ConnectionTimes): void {
    this.#counter.connected(times);
  }

  /** @param errorType absent where the response is complete @returns whether it has failed */
  end(errorType: string | undefined): boolean {
    const { status } = this;
    const hasFailed = errorType !== undefined || status >= FIRST_FAILED_STATUS;
    const type = errorType ?? (hasFailed ? String(status) : undefined);
    if (this.#scope > 0 && (hasFailed || status !== 0)) this.#recorder.outcome(this.#scope, status, type);
    this.#counter.cameOut(type ?? String(status));
    const code = ASYNC_END | this.operationId;
    this.#recorder.end(hasFailed ? code | FAILED : code, this.#scope);
    if (this.#order?.isWhole === true) this.#order.order.end(hasFailed);
    else this.#order?.order.requestEnds(hasFailed);
    return hasFailed;
  }
}
