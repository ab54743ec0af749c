// Passes on the event of each tick that begins, with the connection that it came from and the gap before it.

import { LINES, lineOf, NO_CONNECTION } from '../../model/connection-table.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import {
  type CameEvent,
  type DrainSink,
  type LoopEvents,
  TIME_BUSY_SINCE,
  TIME_CAME,
  TIME_OF_EVENT,
  TIME_STALLED,
} from './drain-sink.js';

export class CameEvents {
  readonly #sink: DrainSink;
  readonly #loop: LoopEvents | undefined;
  readonly #event: CameEvent;
  /** By line: its last connection. */
  readonly #connections = new Uint16Array(LINES + 1);
  /** The tick whose event came last, and whether the gap before that event was passed on. */
  #last: OpenTrace | undefined;
  #hasGap = false;

  constructor(sink: DrainSink, loop: LoopEvents | undefined) {
    this.#sink = sink;
    this.#loop = loop;
    this.#event = {
      operationId: 0,
      symbol: undefined,
      times: new Float64Array(4),
      connection: NO_CONNECTION,
      seesConnections: loop?.seesCallbacks ?? false,
      replacedNanos: new Float64Array(LINES + 1),
    };
  }

  /** @param missing events of a numbered sequence, before that of the tick; most ticks have none */
  came(trace: OpenTrace, missing: number): void {
    const event = this.#event;
    const loop = this.#loop;
    event.operationId = trace.operationId;
    event.symbol = trace.symbol;
    const atNanos = Number.isNaN(trace.stampedNanos) ? trace.startNanos : trace.stampedNanos;
    event.times[TIME_CAME] = atNanos;
    event.times[TIME_OF_EVENT] = trace.eventUnixMillis;
    event.times[TIME_BUSY_SINCE] = loop?.busySinceNanos ?? NaN;
    event.times[TIME_STALLED] = loop?.stalledUntil(atNanos) ?? NaN;
    this.#sink.eventCame(event);
    this.#last = trace;
    this.#hasGap = false;
    this.#gap(missing);
  }

  /**
   * A call that holds the tick has seen a gap too: a listener that the program makes anew for each connection begins to count anew, and the
   * handler that it calls goes on.
   *
   * @param trace the tick that the call is in
   */
  heldGap(trace: OpenTrace | undefined, missing: number): void {
    if (trace === this.#last) this.#gap(missing);
  }

  /** A callback starts. @param connection 0 where it belongs to none */
  calledBy(connection: number, atNanos: number): void {
    this.#event.connection = connection;
    const line = lineOf(connection);
    const before = this.#connections[line] as number;
    if (connection === before || connection === NO_CONNECTION) return;
    this.#connections[line] = connection;
    if (before !== NO_CONNECTION) this.#event.replacedNanos[line] = atNanos;
  }

  /** Whether the callback that runs is a connection's. */
  get isFromConnection(): boolean {
    return this.#event.connection !== NO_CONNECTION;
  }

  /**
   * An asynchronous operation ends in the callback. What follows the answer to a statement is no event of its connection: a replay that reads its
   * trades from a database is not fed by it, and a pool that takes another connection has not reconnected.
   */
  ended(operationId: number): void {
    if (this.#sink.isStatement(operationId)) this.#event.connection = NO_CONNECTION;
  }

  #gap(missing: number): void {
    if (missing <= 0) return;
    if (!this.#hasGap) this.#sink.sequenceGap(missing);
    this.#hasGap = true;
  }
}
