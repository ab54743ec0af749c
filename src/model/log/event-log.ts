// The event log of a process: a ring of records into which capture writes, and from which the drain reads.
//
// Two views of one buffer, so that a record is one quarter of a cache line.

import type { ParentSpan } from '../trace-details.js';
import {
  HAS_ENDED,
  HOLDS_TICK,
  INSIDE_TICK,
  KIND_MASK,
  LAST_POSITION,
  NUMBER_MASK,
  RELAYS,
  TICK_BEGIN,
} from './log-layout.js';
import { LogTexts } from './log-texts.js';

/** Records; 1 MB. The drain is called long before they are full. */
const LOG_RECORDS: number = 1 << 16;
/** A program whose ticks start each other has as many around one as the ring remembers. */
export const SCOPES_AROUND = 64;
export const BYTES_PER_RECORD = 16;

export class EventLog {
  readonly records: number;
  readonly times: Float64Array;
  readonly cells: Int32Array;
  readonly mask: number;
  readonly buffer: ArrayBuffer;
  /** Where the next record goes. */
  position: number;
  /** Symbols of ticks, and places of slow calls. */
  readonly texts: LogTexts = new LogTexts();
  /** By the position of a tick's begin: the span that it began in; most have none. */
  readonly parentSpans: Map<number, ParentSpan> = new Map();
  /** By operation id: 1 where calls were seen to leave work behind, which needs the context. */
  readonly leavesWork: Uint8Array = new Uint8Array(8_192);
  /** By the operation id of a tick: what the same function is inside a tick. */
  readonly innerOperations: Map<number, { readonly id: number }> = new Map();

  /**
   * @param records a power of two
   * @param position where the first one goes
   * @param buffer 16 bytes a record; what is in it can be read from its positions
   */
  constructor(
    records: number = LOG_RECORDS,
    position: number = 1,
    buffer: ArrayBuffer = new ArrayBuffer(records * BYTES_PER_RECORD),
  ) {
    this.records = records;
    this.buffer = buffer;
    this.times = new Float64Array(buffer);
    this.cells = new Int32Array(buffer);
    this.mask = records - 1;
    this.position = position;
  }

  /** Not for the hot path: a time that is passed on may become an object. @returns the record's position */
  append(value: number, code: number, scope: number): number {
    const { position } = this;
    const slot = (position & this.mask) << 1;
    this.times[slot] = value;
    this.cells[(slot << 1) + 2] = code;
    this.cells[(slot << 1) + 3] = scope;
    this.position = nextPosition(position);
    return position;
  }

  /** How many records were written since `position`. */
  since(position: number): number {
    return recordsBetween(position, this.position);
  }

  /** The scope around the one that began there; 0 where there is none, or the ring has forgotten. */
  scopeAround(begin: number): number {
    return this.since(begin) < this.records ? this.scopeAt(begin) : 0;
  }

  /** A scope and those around it, as far as the ring remembers. Innermost first. */
  scopesAround(innermost: number): number[] {
    const scopes: number[] = [];
    for (let scope = innermost; scope !== 0 && scopes.length < SCOPES_AROUND; scope = this.scopeAround(Math.abs(scope)))
      scopes.push(scope);
    return scopes;
  }

  /** The operation id of the tick that began there; `undefined` where none did, or the ring has forgotten. */
  tickAt(position: number): number | undefined {
    const code = this.codeAt(position);
    const isTick = (code & (KIND_MASK | HOLDS_TICK | RELAYS)) === TICK_BEGIN;
    return isTick && this.since(position) <= this.records ? code & NUMBER_MASK : undefined;
  }

  /** The tick-shaped call that began there is none. */
  markHolder(position: number): void {
    this.cells[((position & this.mask) << 2) + 2]! |= HOLDS_TICK;
  }

  /** The tick-shaped call that began there only hands its events on. */
  markRelay(position: number): void {
    this.cells[((position & this.mask) << 2) + 2]! |= RELAYS;
  }

  /** The tick-shaped call that began there has ended. */
  markEnded(position: number): void {
    if (this.since(position) < this.records) this.cells[((position & this.mask) << 2) + 2]! |= HAS_ENDED;
  }

  /** Whether a scope is in a tick-shaped call that has not ended. */
  isInOpenTick(innermost: number): boolean {
    let scope = innermost;
    for (let looked = 0; scope > 0 && looked < SCOPES_AROUND && this.since(scope) < this.records; looked++) {
      const code = this.codeAt(scope);
      if ((code & KIND_MASK) === TICK_BEGIN && (code & RELAYS) === 0) return (code & HAS_ENDED) === 0;
      scope = this.scopeAt(scope);
    }
    return false;
  }

  /**
   * The outermost scope of the tick that a scope is in, the same for all that runs in it. A tick that begins when the one around it has
   * ended is another one: a program whose ticks start each other has them all in one chain.
   */
  tickAround(innermost: number): number {
    let tick = innermost;
    let scope = innermost;
    for (let looked = 0; scope > 0 && looked < SCOPES_AROUND && this.since(scope) < this.records; looked++) {
      const code = this.codeAt(scope);
      const isOutermost = (code & (KIND_MASK | INSIDE_TICK)) === TICK_BEGIN;
      // What only hands its events on is no tick.
      if (isOutermost && scope !== innermost && (code & RELAYS) !== 0) break;
      tick = scope;
      scope = isOutermost ? 0 : this.scopeAt(scope);
    }
    return tick;
  }

  codeAt(position: number): number {
    return this.cells[((position & this.mask) << 2) + 2] as number;
  }

  scopeAt(position: number): number {
    return this.cells[((position & this.mask) << 2) + 3] as number;
  }
}

/** How many records are from one position on, and before another. */
export function recordsBetween(position: number, until: number): number {
  return (until - position) & LAST_POSITION;
}

/** 0 stands for no scope, and is left out. */
export function nextPosition(position: number): number {
  return position === LAST_POSITION ? 1 : position + 1;
}
