// An event log that a test draws, record after record with times in nanoseconds, and what the drain makes of it.
//
// However large the ring is, wherever in it the records stand, and whenever they are read: the drain makes the same of them. `told` reads
// every drawing in all ways.

import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import { LogDrain } from '../../../src/aggregate/drain/log-drain.js';
import { EventLog } from '../../../src/model/log/event-log.js';
import {
  ASYNC_BEGIN,
  ASYNC_END,
  CALLBACK,
  CHECK_SHIFT,
  COLLECTED,
  FAILED,
  INNER_BEGIN,
  LAST_POSITION,
  NOTE,
  OUTCOME,
  RELAYS,
  RETURNED,
  SLOW_CALL,
  SYNC_BEGIN,
  SYNC_END,
  SYNC_LEFT,
  TICK_BEGIN,
  TICKSCOPE_CALLBACK,
  TICKSCOPE_WORK,
} from '../../../src/model/log/log-layout.js';
import { ORDER_BEGINS, ORDER_ENDS, ORDER_SENT } from '../../../src/model/log/order-records.js';
import { orderKey, type OrderName } from '../../../src/model/orders.js';
import { type ClosedTrace, RecordedCalls } from '../../capture/recorder/recorded-calls.js';

export interface Reading {
  /** Places of the ring. */
  readonly records: number;
  /** Where the first record goes. */
  readonly position: number;
  /** Records that the drain reads at a time. */
  readonly most: number;
  /** Whether it reads after each record. */
  readonly reads: 'at the end' | 'at once';
}

export const AT_THE_END: Reading = { records: 1 << 15, position: 1, most: Infinity, reads: 'at the end' };

export const READINGS: Readonly<Record<string, Reading>> = {
  'at the end': AT_THE_END,
  'one by one at the end': { ...AT_THE_END, most: 1 },
  'three by three past the last position': { ...AT_THE_END, position: LAST_POSITION - 5, most: 3 },
  'as they are written': { ...AT_THE_END, reads: 'at once' },
  'from a ring of 8 places past the last position': {
    records: 8,
    position: LAST_POSITION - 20,
    most: 1,
    reads: 'at once',
  },
};

/** A call that has begun. */
export interface Drawn {
  readonly id: number;
  readonly begin: number;
  /** The scope of the code in it. */
  readonly scope: number;
  /** The scope of its end. */
  readonly endScope: number;
  readonly isSynchronous: boolean;
}

const OUTSIDE = { scope: 0 };

export class DrawnLog {
  readonly calls: RecordedCalls = new RecordedCalls();
  readonly log: EventLog;
  readonly drain: LogDrain;
  readonly #reading: Reading;
  #ids = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.log = new EventLog(reading.records, reading.position);
    this.drain = new LogDrain(
      this.log,
      this.calls,
      (digits) => String(++this.#ids).padStart(digits, '0'),
      new ToldLoop(this.calls.lines),
    );
  }

  tick(at: number, id: number, around: Pick<Drawn, 'scope'> = OUTSIDE, symbol?: string): Drawn {
    return this.#tick(at, TICK_BEGIN | id, id, around, symbol);
  }

  /** A tick-shaped call that only hands its events on. */
  relay(at: number, id: number, around: Pick<Drawn, 'scope'> = OUTSIDE): Drawn {
    return this.#tick(at, TICK_BEGIN | RELAYS | id, id, around);
  }

  #tick(at: number, code: number, id: number, around: Pick<Drawn, 'scope'>, symbol?: string): Drawn {
    const begin = this.log.append(at / 1e6, code, around.scope);
    this.#write(NaN, NOTE | this.log.texts.numberOf(symbol), 0);
    return { id, begin, scope: begin, endScope: begin, isSynchronous: false };
  }

  /** A synchronous operation. */
  operation(at: number, id: number, around: Pick<Drawn, 'scope'> = OUTSIDE): Drawn {
    return this.#synchronous(at, SYNC_BEGIN, id, around);
  }

  /** One that counts only inside an open tick. */
  inner(at: number, id: number, around: Pick<Drawn, 'scope'>): Drawn {
    return this.#synchronous(at, INNER_BEGIN, id, around);
  }

  asyncOperation(at: number, id: number, { scope: around }: Pick<Drawn, 'scope'> = OUTSIDE): Drawn {
    const begin = this.#write(at, ASYNC_BEGIN | id, around);
    const scope = around > 0 ? begin : -begin;
    return { id, begin, scope, endScope: scope, isSynchronous: false };
  }

  /** How an operation that is running came out. */
  cameOut({ endScope }: Drawn, status: number, errorType?: string): void {
    // The time of such a record is the number of a text.
    this.#write(this.log.texts.numberOf(errorType) * 1e6, OUTCOME | status, endScope);
  }

  /** @returns what its other steps are given */
  order(at: number, name: OrderName, { scope }: Pick<Drawn, 'scope'> = OUTSIDE): number {
    return this.#orderStep(at, ORDER_BEGINS, name, scope);
  }

  orderSent(at: number, order: number, name: OrderName): void {
    this.#orderStep(at, ORDER_SENT, name, order);
  }

  orderEnds(at: number, order: number, name: OrderName, failed = false): void {
    this.#orderStep(at, failed ? ORDER_ENDS | FAILED : ORDER_ENDS, name, order);
  }

  #orderStep(at: number, code: number, name: OrderName, scope: number): number {
    return this.#write(at, code | this.log.texts.numberOf(orderKey(name)), scope);
  }

  end(at: number, { id, begin, endScope, isSynchronous }: Drawn, failed = false): void {
    const kind = isSynchronous ? SYNC_END | (begin << CHECK_SHIFT) : ASYNC_END;
    this.#write(at, kind | id | (failed ? FAILED : 0), endScope);
  }

  /** A synchronous operation has returned and goes on. @returns what ends it */
  leaves(at: number, { id, begin, endScope }: Drawn): Drawn {
    this.#write(at, SYNC_LEFT | id | (begin << CHECK_SHIFT), endScope);
    const scope = endScope > 0 ? begin : -begin;
    return { id, begin, scope, endScope: scope, isSynchronous: false };
  }

  /** The outermost function has returned, and its trace goes on. */
  returns(at: number, { id, endScope }: Drawn): void {
    this.#write(at, RETURNED | id, endScope);
  }

  callback(
    at: number,
    ownerId: number,
    idleMillis: number,
    round: number,
    inside: Pick<Drawn, 'scope'> = OUTSIDE,
    connection = 0,
  ): void {
    this.log.append(at / 1e6, CALLBACK | ownerId | (connection << CHECK_SHIFT), inside.scope);
    this.#write(idleMillis * 1e6, NOTE, round);
  }

  isTickscopeCallback(at: number): void {
    this.#write(at, TICKSCOPE_CALLBACK, 0);
  }

  tickscopeWork(from: number, to: number, { scope }: Pick<Drawn, 'scope'> = OUTSIDE): void {
    this.log.append(from / 1e6, TICKSCOPE_WORK, scope);
    this.#write(to, NOTE, 0);
  }

  collected(kind: number, from: number, to: number): void {
    this.log.append(from / 1e6, COLLECTED | kind, 0);
    this.#write(to, NOTE, 0);
  }

  slowCall(nanos: number, place: string): void {
    this.#write(nanos, SLOW_CALL | this.log.texts.numberOf(place), 0);
  }

  /** Reads what has been written. */
  read(): void {
    while (this.drain.run(this.#reading.most));
  }

  #synchronous(at: number, kind: number, id: number, { scope }: Pick<Drawn, 'scope'>): Drawn {
    const begin = this.#write(at, kind | id, scope);
    const inside = scope === 0 ? -begin : scope;
    return { id, begin, scope: inside, endScope: inside, isSynchronous: true };
  }

  #write(at: number, code: number, scope: number): number {
    const position = this.log.append(at / 1e6, code, scope);
    if (this.#reading.reads === 'at once') this.read();
    return position;
  }
}

class ToldLoop implements LoopEvents {
  readonly startedNanos: number = NaN;
  readonly busySinceNanos: number = NaN;

  deliverableSince(): number {
    return NaN;
  }

  readonly seesCallbacks: boolean = true;
  readonly #lines: string[];

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  stalledUntil(): number {
    return NaN;
  }

  callbackStarted({ ownerId, atNanos, idleMillis, round, trace }: Parameters<LoopEvents['callbackStarted']>[0]): void {
    const inside = trace === undefined ? '' : `, in trace ${trace.number}`;
    this.#lines.push(`callback of ${ownerId} at ${atNanos}, waited ${idleMillis}, round ${round}${inside}`);
  }

  isTickscopeCallback(): void {
    this.#lines.push('the callback is Tickscope’s');
  }

  tickscopeWork(from: number, to: number): void {
    this.#lines.push(`Tickscope worked from ${from} to ${to}`);
  }

  collected(kind: string, from: number, to: number): void {
    this.#lines.push(`${kind} collection from ${from} to ${to}`);
  }

  called(location: string, nanos: number): void {
    this.#lines.push(`${location} took ${nanos}`);
  }
}

export interface Told {
  readonly lines: readonly string[];
  readonly closed: readonly ClosedTrace[];
  readonly lost: readonly string[];
  readonly unmatched: number;
  /** Operations that were seen to leave work behind. */
  readonly leaving: readonly number[];
}

/** What the drain makes of a drawing: the same in every reading. */
export function told(draw: (log: DrawnLog) => void): Told {
  let first: Told | undefined;
  for (const [name, reading] of Object.entries(READINGS)) {
    const drawn = new DrawnLog(reading);
    draw(drawn);
    drawn.read();
    const { lines, closed, lost } = drawn.calls;
    const leaving = [...drawn.log.leavesWork.keys()].filter((id) => drawn.log.leavesWork[id] === 1);
    const result: Told = { lines, closed, lost, unmatched: drawn.drain.traces.unmatched, leaving };
    first ??= result;
    // A ring of 8 places has forgotten a tick whose work begins later than that.
    const expected = reading.records < AT_THE_END.records ? { ...first, leaving } : first;
    expect({ name, ...result }).toEqual({ name, ...expected });
  }
  return first as Told;
}
