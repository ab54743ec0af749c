// A tick, or a tree of operations outside any tick, from its begin until everything that belongs to it has settled.

import { ROOT } from '../../model/tick-trace.js';
import { NO_POSITION, type RecordStorage } from './record-storage.js';

export class OpenTrace {
  /** Counts from 1 in the process: what the event-loop segments know it by. */
  readonly number: number;
  readonly isTick: boolean;
  /** The name of the outermost operation in the name table. */
  operationId: number;
  readonly symbol: string | undefined;
  readonly startNanos: number;
  /** Its records; given back when it closes. */
  storage: RecordStorage | undefined;
  /** What still has to settle: the handler itself, its callback, tick-shaped calls inside it. */
  pending = 1;
  failed = false;
  /** When the outermost function returned: what it did by itself until then is synchronous, the rest of the turn is not its. */
  returnedNanos: number = Infinity;
  /** Made when somebody asks: most ticks never need one. */
  #traceId: string | undefined;

  constructor(
    number: number,
    isTick: boolean,
    operationId: number,
    symbol: string | undefined,
    startNanos: number,
    storage: RecordStorage,
  ) {
    this.number = number;
    this.isTick = isTick;
    this.operationId = operationId;
    this.symbol = symbol;
    this.startNanos = startNanos;
    this.storage = storage;
  }

  get closed(): boolean {
    return this.storage === undefined;
  }

  /** Gives a begun operation the name that was learned since. */
  rename(position: number, operationId: number): void {
    if (this.storage === undefined || position === NO_POSITION) return;
    this.storage.operationIds[position] = operationId;
    if (position === ROOT) this.operationId = operationId;
  }

  get traceId(): string {
    return (this.#traceId ??= randomHex(32));
  }
}

const HEX = '0123456789abcdef';
// Captured at preload: programs that replay markets replace Math.random by a seeded one.
const random = Math.random;

/** Ids for traces and spans; W3C forbids only all zeros, so the first digit is never 0. */
export function randomHex(digits: number): string {
  let id = HEX[1 + Math.floor(random() * 15)] as string;
  while (id.length < digits) id += HEX[Math.floor(random() * 16)] as string;
  return id;
}
