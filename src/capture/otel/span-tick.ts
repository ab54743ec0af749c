// A tick that is made of SDK spans, and what is known of each span until the tick has closed and the span has ended.

import type { Nanoseconds } from '../../model/units.js';
import { NO_POSITION, type TickBuffer } from '../../model/tree/tick-buffer.js';
import type { HrTime, SdkSpan } from './sdk-span.js';

/** The operation of a span that has no name yet: names and attributes are read when it ends. */
export const UNNAMED = -1;

export class SpanTick {
  readonly traceId: string;
  /** The market's symbol, where the span said it when it started. */
  readonly symbol: string | undefined;
  readonly startNanos: Nanoseconds;
  /** Wall-clock time of its begin, where times are corrected. */
  readonly anchor: HrTime | undefined;
  /** Its records, until it closes. */
  buffer: TickBuffer | undefined;
  /** Those that have a place in its tree: their number is bounded with it. */
  readonly placed: OpenSpan[] = [];
  /** Those that have none, until they end. Made for the first one: most ticks have none. */
  unplaced: Set<OpenSpan> | undefined;
  failed = false;
  /** Given up before it ended: what is still open in it is not counted. */
  dropped = false;

  constructor(
    traceId: string,
    symbol: string | undefined,
    startNanos: Nanoseconds,
    anchor: HrTime | undefined,
    buffer: TickBuffer,
  ) {
    this.traceId = traceId;
    this.symbol = symbol;
    this.startNanos = startNanos;
    this.anchor = anchor;
    this.buffer = buffer;
  }

  get closed(): boolean {
    return this.buffer === undefined;
  }

  add(record: OpenSpan): void {
    if (record.position !== NO_POSITION) this.placed.push(record);
    else (this.unplaced ??= new Set()).add(record);
  }

  /** Gives all of them to the caller. */
  takeSpans(): OpenSpan[] {
    const spans = [...this.placed.splice(0), ...(this.unplaced ?? [])];
    this.unplaced = undefined;
    return spans;
  }
}

export interface OpenSpan {
  readonly id: string;
  readonly tick: SpanTick;
  /** Its position in the tick's tree, or `NO_POSITION`. */
  readonly position: number;
  /** Where its children go: its own position or, where it has none, the nearest ancestor's. */
  childrenGoTo: number;
  readonly startNanos: Nanoseconds;
  readonly startGiven: boolean;
  /** Until it has ended. */
  span: SdkSpan | undefined;
}
