// A tick, or a tree of operations outside any tick, from its start until all of its calls have settled.

import { UNPLACED_SPANS_PER_TICK } from '../limits.js';
import { ROOT } from '../tick-trace.js';
import type { ParentSpan } from '../trace-details.js';
import { AwaitMarks } from './await-marks.js';
import type { SpanNotes } from './span-notes.js';
import { NO_POSITION, type TickBuffer } from './tick-buffer.js';
import { WorkInTrace } from './work-in-trace.js';

/** Makes ids of spans: hexadecimal digits, not all 0. */
export type NewSpanId = (digits: 16 | 32) => string;

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
  number = 0;
  isTick = false;
  /** The log position of its first record. */
  logPosition = 0;
  /** The outermost operation's id in the name table. */
  operationId = 0;
  symbol: string | undefined;
  startNanos = 0;
  /** When it closed. Its operations' times leave Tickscope's work out; this does not. */
  endNanos = 0;
  /** Its operations. Returned to the pool when the trace closes. */
  buffer: TickBuffer | undefined;
  /** Number of calls that still have to settle: the handler, its callback, tick-shaped calls inside it. */
  pending = 0;
  failed = false;
  /** When the outermost function returned: its self time up to then is synchronous, and the rest of the turn belongs to others. */
  returnedNanos: number = Infinity;
  /** What Tickscope did in it; in most ticks nothing. */
  work: WorkInTrace | undefined;
  /** When the event could first have been handled: as observed, and as a lower bound. NaN where it is not known. */
  stampedNanos: number = NaN;
  earliestNanos: number = NaN;
  /** Where it was observed: since when the event can have lain in its socket, at the earliest. NaN where that is not known. */
  readySinceNanos: number = NaN;
  /** The exchange's time of the event; NaN where the event has none. */
  eventUnixMillis: number = NaN;
  /** The span in whose context it started: from a request's headers, or from another instrumentation. */
  parentSpan: ParentSpan | undefined;
  /** What the program wrote on its spans; most ticks have none. */
  notes: SpanNotes | undefined;
  /** Spans of the program that ended in it; most ticks have none. */
  heldSpans: HeldSpans | undefined;
  /** Whether it was kept and sent as spans. */
  left = false;
  lateEnd: LateEnd | undefined;
  /** Whether somebody beside the drain has it, so that it must not be used again. */
  isShared = false;
  // Ids are made on first use: most ticks never need one.
  #traceId: string | undefined;
  #spanIds: Map<number, string> | undefined;
  readonly #newId: NewSpanId;

  constructor(newId: NewSpanId) {
    this.#newId = newId;
  }

  /** Begins anew, for a trace that nobody else has. */
  open(number: number, isTick: boolean, operationId: number, logPosition: number, buffer: TickBuffer): void {
    this.number = number;
    this.isTick = isTick;
    this.operationId = operationId;
    this.logPosition = logPosition;
    this.buffer = buffer;
    this.pending = 1;
    this.symbol = undefined;
    this.failed = false;
    this.returnedNanos = Infinity;
    this.work = undefined;
    this.stampedNanos = NaN;
    this.earliestNanos = NaN;
    this.readySinceNanos = NaN;
    this.eventUnixMillis = NaN;
    this.parentSpan = undefined;
    this.notes = undefined;
    this.heldSpans = undefined;
    this.left = false;
    this.lateEnd = undefined;
    // A kept tick that nobody else has got ids too.
    this.#traceId = undefined;
    this.#spanIds = undefined;
  }

  /** Tickscope has worked in it. */
  worked(fromNanos: number, toNanos: number): void {
    (this.work ??= new WorkInTrace()).add(fromNanos, toNanos);
  }

  /** The function of an operation that began there comes to an `await`. */
  awaits(begin: number, nameId: number, atNanos: number): void {
    if (this.buffer !== undefined) (this.buffer.awaits ??= new AwaitMarks()).add(begin, nameId, atNanos);
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

  get traceId(): string {
    return (this.#traceId ??= this.parentSpan?.traceId ?? this.#newId(32));
  }

  spanIdOf(position: number): string {
    this.#spanIds ??= new Map();
    let id = this.#spanIds.get(position);
    if (id === undefined) this.#spanIds.set(position, (id = this.#newId(16)));
    return id;
  }

  /** Uses the id of the program's span that is the operation at this position. */
  adoptSpanId(position: number, spanId: string): void {
    (this.#spanIds ??= new Map()).set(position, spanId);
  }
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
