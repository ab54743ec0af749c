// How long the calls of one operation take by the size of what they are given: of a sample of them, which is so thin that it costs nothing.
//
// Which calls are looked at depends on their number alone and on chance, so neither on their size nor on their time.

import { type Sized, type SizeRow, SizeSums } from '../../model/sizes/size-sums.js';
import { many, sizeOfArguments, sizeOfObject } from './collection-size.js';

/** Calls that are looked at between two times that they are taken: a look takes half a microsecond. */
const LOOKS = 256;
/** Calls for each that is looked at: before it is known how many there are, and at most. */
const FIRST_GAP = 64;
const WIDEST_GAP = 65_536;
/** Calls until then: it would take an hour of nothing else. */
const NEVER = 2 ** 31 - 1;
/** Looks without any size after which only one call in so many is looked at: most are given a price. */
const LOOKS_IN_VAIN = 64;
const GAP_IN_VAIN = 1_024;

export class SizedCalls {
  /** Calls until one is looked at. Counted by whoever is called, which costs less than to ask. */
  left = 1;
  #gap = FIRST_GAP;
  #calls = 0;
  #looks = 0;
  #inVain = 0;
  #chance = 1;
  #sized: Sized = 'input';
  #sums: SizeSums | undefined;

  /** Called where none is left. @returns the size of what is looked at; 0 where there is none */
  look(self: unknown, args: readonly unknown[]): number {
    this.left = this.#nextGap();
    this.#calls += this.left;
    // More calls than there were last time.
    if (++this.#looks % LOOKS === 0 && this.#gap < WIDEST_GAP) this.#gap *= 2;
    const size = this.#sizeOf(self, args);
    if (many.met) this.#stop();
    if (size > 0) this.#inVain = 0;
    else if (++this.#inVain >= LOOKS_IN_VAIN) this.#gap = Math.max(this.#gap, GAP_IN_VAIN);
    return size;
  }

  /** Where `look` found the size that it has returned last. */
  get sized(): Sized {
    return this.#sized;
  }

  /** A call that was looked at has returned. */
  took(sized: Sized, size: number, nanos: number): void {
    (this.#sums ??= new SizeSums()).add(sized, size, nanos);
  }

  /** @returns the sums since the last time; `undefined` where there are none */
  take(): SizeRow | undefined {
    if (this.#inVain < LOOKS_IN_VAIN) this.#gap = Math.min(WIDEST_GAP, Math.max(1, Math.ceil(this.#calls / LOOKS)));
    this.#calls = this.#looks = 0;
    const row = this.#sums?.toRow();
    this.#sums = undefined;
    return row;
  }

  #sizeOf(self: unknown, args: readonly unknown[]): number {
    try {
      this.#sized = 'input';
      const size = sizeOfArguments(args);
      if (size > 0) return size;
      this.#sized = 'object';
      return sizeOfObject(self);
    } catch {
      // A module has exports that have no value yet.
      return 0;
    }
  }

  /** A list of a dictionary's properties would cost more than the call. */
  #stop(): void {
    many.met = false;
    this.left = NEVER;
  }

  /** From 1 to twice the gap, so that what comes again every so many calls is met in all of its calls. */
  #nextGap(): number {
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) | 0;
    return this.#gap === 1 ? 1 : 1 + Math.floor(((this.#chance >>> 0) / 2 ** 32) * (2 * this.#gap - 1));
  }
}
