// What was asked of caches, and what functions were given, as numbers that wait until somebody has time to follow them. On the program's path a look-up is two of them.

import type { CallSums } from './call-sums.js';
import type { ReuseSums } from './reuse-sums.js';

/** What happened to a key. */
export const FOUND = 0;
export const MISSING = 1;
export const PUT_IN = 2;
export const REMOVED = 3;
/** All keys went. */
export const CLEARED = 4;
/** A function was called, or a statement asked, with it. What follows is of that call: a hash of its result, and nanoseconds. */
export const CALLED = 5;
export const RESULT = 6;
export const TOOK = 7;

/** In an event: the source above them. */
const OUTCOME_BITS = 3;
const OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;

/** Events that wait; then they are read at once, which takes 150 µs. */
const WAITING_EVENTS = 1_024;
/** Caches and functions that are followed: those that were used first. Each takes half a megabyte where it has very many keys. */
const FOLLOWED_SOURCES = 16;

/** What gets the sums of one source, which segments take. */
export interface ReuseTarget {
  taken: ReuseSums;
  /** Of a function. */
  calls?: CallSums;
  /** Of a function or statement: its inputs do not come again, so nobody follows it any more. */
  isOver?: boolean;
}

/** @param events two numbers each, the first `length` of them @param targets by source */
export type ReadReuse = (events: Int32Array, length: number, targets: readonly ReuseTarget[]) => void;

export const sourceOf = (event: number): number => event >> OUTCOME_BITS;
export const outcomeOf = (event: number): number => event & OUTCOME_MASK;

export class ReuseLog {
  #read: ReadReuse | undefined;
  #events = new Int32Array(0);
  #length = 0;
  readonly #targets: ReuseTarget[] = [];
  #followed = 0;

  /** Nothing is followed before this. */
  readWith(read: ReadReuse): void {
    this.#read = read;
  }

  /** @returns the source that is followed from now on; -1 beyond so many, and where nobody reads */
  follow(target: ReuseTarget): number {
    if (this.#followed >= FOLLOWED_SOURCES) return -1;
    const source = this.followBeside(target);
    if (source !== -1) this.#followed++;
    return source;
  }

  /** The same for one of a kind that has a bound of its own. */
  followBeside(target: ReuseTarget): number {
    if (this.#read === undefined) return -1;
    if (this.#events.length === 0) this.#events = new Int32Array(2 * WAITING_EVENTS);
    return this.#targets.push(target) - 1;
  }

  /** @param hash of the key, whose upper bits are as good as chance */
  happened(source: number, outcome: number, hash: number): void {
    this.#events[this.#length++] = (source << OUTCOME_BITS) | outcome;
    this.#events[this.#length++] = hash;
    if (this.#length === this.#events.length) this.read();
  }

  /** Everything that waits. */
  read(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#read?.(this.#events, length, this.#targets);
  }
}
