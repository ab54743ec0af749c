// A tick, or a tree of operations outside any tick, from its begin until everything that belongs to it has settled.

import { type Context, type SpanContext, trace } from '@opentelemetry/api';
import { UNPLACED_SPANS_PER_TICK } from '../../model/limits.js';
import { ROOT } from '../../model/tick-trace.js';
import type { SpanNotes } from './span-notes.js';
import { NO_POSITION, type TickBuffer } from './tick-buffer.js';

/** Told of an operation that ends after its tick, where the tick left as spans. */
export type LateEnd = (
  position: number,
  operationId: number,
  startNanos: number,
  endNanos: number,
  failed: boolean,
) => void;

export class OpenTrace {
  /** Counts from 1 in the process: what the event-loop stretches know it by. */
  readonly number: number;
  readonly isTick: boolean;
  /** The name of the outermost operation in the name table. */
  operationId: number;
  readonly symbol: string | undefined;
  readonly startNanos: number;
  /** Its records; given back when it closes. */
  buffer: TickBuffer | undefined;
  /** What still has to settle: the handler itself, its callback, tick-shaped calls inside it. */
  pending = 1;
  failed = false;
  /** When the outermost function returned: what it did by itself until then is synchronous, the rest of the turn is not its. */
  returnedNanos: number = Infinity;
  /** Since when the event could have been handled: as it was seen, and at the earliest. NaN where it is not known. */
  stampedNanos: number = NaN;
  earliestNanos: number = NaN;
  /** The exchange's own time; NaN where the event has none. */
  eventUnixMillis: number = NaN;
  /** What the program wrote on its spans; most ticks have none. */
  notes: SpanNotes | undefined;
  /** Spans of the program's own that ended in it; most ticks have none. */
  heldSpans: HeldSpans | undefined;
  /** Whether it was kept, and left as spans. */
  left = false;
  lateEnd: LateEnd | undefined;
  readonly #parentContext: Context;
  // Ids are made when somebody asks: most ticks never need one.
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

  /** Whether its spans leave, or still may. */
  get mayLeave(): boolean {
    return this.isTick && (this.left || !this.closed);
  }

  /** Gives a started operation the name that was learned since. */
  rename(position: number, operationId: number): void {
    if (this.buffer === undefined || position === NO_POSITION) return;
    this.buffer.operationIds[position] = operationId;
    if (position === ROOT) this.operationId = operationId;
  }

  /** The program says that a running operation has failed. */
  markFailed(position: number): void {
    if (position === ROOT) this.failed = true;
    else this.buffer?.markFailed(position);
  }

  /** The span in whose context it began: of a request that carried one, or of another instrumentation. */
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

  /** A span of the program is the operation at this position, and has its id already. */
  adoptSpanId(position: number, spanId: string): void {
    (this.#spanIds ??= new Map()).set(position, spanId);
  }
}

const HEX = '0123456789abcdef';
// Captured at preload: programs that replay markets replace Math.random by a seeded one, and would lose numbers to us.
const random = Math.random;

/** W3C forbids only all zeros, so the first digit is never 0. */
export function randomHex(digits: number): string {
  let id = HEX[1 + Math.floor(random() * 15)] as string;
  while (id.length < digits) id += HEX[Math.floor(random() * 16)] as string;
  return id;
}

/** Spans of the program that have ended inside a tick, until it is known whether the tick is kept. */
export class HeldSpans {
  /** By the position of their operations. */
  readonly placed: Map<number, object> = new Map();
  /** Their times were given by the program, and tell nothing of their place. */
  readonly unplaced: object[] = [];

  /** @returns false where there is no room */
  addUnplaced(span: object): boolean {
    return this.unplaced.length < UNPLACED_SPANS_PER_TICK && this.unplaced.push(span) > 0;
  }
}
