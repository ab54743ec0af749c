// A tick, or a tree of operations outside any tick, from its start until all of its calls have settled.

import { type Context, type SpanContext, trace } from '@opentelemetry/api';
import { UNPLACED_SPANS_PER_TICK } from '../../model/limits.js';
import { ROOT } from '../../model/tick-trace.js';
import { random } from '../../primordials.js';
import type { SpanNotes } from './span-notes.js';
import { NO_POSITION, type TickBuffer } from './tick-buffer.js';

/** Called when an operation ends after its tick, if the tick was sent as spans. */
export type LateEnd = (
  position: number,
  operationId: number,
  startNanos: number,
  endNanos: number,
  failed: boolean,
) => void;

export class OpenTrace {
  /** Counts from 1 in the process. Event-loop stretches refer to the trace by it. */
  readonly number: number;
  readonly isTick: boolean;
  /** The outermost operation's id in the name table. */
  operationId: number;
  readonly symbol: string | undefined;
  readonly startNanos: number;
  /** Its operations. Returned to the pool when the trace closes. */
  buffer: TickBuffer | undefined;
  /** Number of calls that still have to settle: the handler, its callback, tick-shaped calls inside it. */
  pending = 1;
  failed = false;
  /** When the outermost function returned: its self time up to then is synchronous, and the rest of the turn belongs to others. */
  returnedNanos: number = Infinity;
  /** When the event could first have been handled: as observed, and as a lower bound. NaN where it is not known. */
  stampedNanos: number = NaN;
  earliestNanos: number = NaN;
  /** The exchange's time of the event; NaN where the event has none. */
  eventUnixMillis: number = NaN;
  /** What the program wrote on its spans; most ticks have none. */
  notes: SpanNotes | undefined;
  /** Spans of the program that ended in it; most ticks have none. */
  heldSpans: HeldSpans | undefined;
  /** Whether it was kept and sent as spans. */
  left = false;
  lateEnd: LateEnd | undefined;
  readonly #parentContext: Context;
  // Ids are made on first use: most ticks never need one.
  #traceId: string | undefined;
  #spanIds: Map<number, string> | undefined;

  constructor(
    number: number,
    isTick: boolean,
    operationId: number,
    symbol: string | undefined,
    startNanos: number,
    buffer: TickBuffer,
    parentContext: Context,
  ) {
    this.number = number;
    this.isTick = isTick;
    this.operationId = operationId;
    this.symbol = symbol;
    this.startNanos = startNanos;
    this.buffer = buffer;
    this.#parentContext = parentContext;
  }

  get closed(): boolean {
    return this.buffer === undefined;
  }

  /** Whether its spans are sent, or may still be sent. */
  get mayLeave(): boolean {
    return this.isTick && (this.left || !this.closed);
  }

  /** Renames a started operation, when its final name is known. */
  rename(position: number, operationId: number): void {
    if (this.buffer === undefined || position === NO_POSITION) return;
    this.buffer.operationIds[position] = operationId;
    if (position === ROOT) this.operationId = operationId;
  }

  /** Marks a running operation as failed, because the program said so. */
  markFailed(position: number): void {
    if (position === ROOT) this.failed = true;
    else this.buffer?.markFailed(position);
  }

  /** The span in whose context it started: from a request's headers, or from another instrumentation. */
  get parentSpan(): SpanContext | undefined {
    const parent = trace.getSpanContext(this.#parentContext);
    return parent !== undefined && trace.isSpanContextValid(parent) ? parent : undefined;
  }

  get traceId(): string {
    return (this.#traceId ??= this.parentSpan?.traceId ?? randomHex(32));
  }

  spanIdOf(position: number): string {
    this.#spanIds ??= new Map();
    let id = this.#spanIds.get(position);
    if (id === undefined) this.#spanIds.set(position, (id = randomHex(16)));
    return id;
  }

  /** Uses the id of the program's span that is the operation at this position. */
  adoptSpanId(position: number, spanId: string): void {
    (this.#spanIds ??= new Map()).set(position, spanId);
  }
}

const HEX = '0123456789abcdef';

/** W3C forbids only all zeros, so the first digit is never 0. */
function randomHex(digits: number): string {
  let id = HEX[1 + Math.floor(random() * 15)] as string;
  while (id.length < digits) id += HEX[Math.floor(random() * 16)] as string;
  return id;
}

/** Spans of the program that have ended inside a tick, held until the tick is kept or dropped. */
export class HeldSpans {
  /** By operation position. */
  readonly placed: Map<number, object> = new Map();
  /** Spans whose times the program gave, which do not fit the recorder's clock. */
  readonly unplaced: object[] = [];

  /** @returns false when the list is full */
  addUnplaced(span: object): boolean {
    return this.unplaced.length < UNPLACED_SPANS_PER_TICK && this.unplaced.push(span) > 0;
  }
}
