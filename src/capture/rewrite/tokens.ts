// The tokens of a file: where one ends and the next begins, which syntax nodes do not tell of parentheses.

import type { Token } from 'acorn';

export class Tokens {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** For acorn's `onToken`. */
  readonly add = ({ start, end }: Token): void => {
    this.#starts.push(start);
    this.#ends.push(end);
  };

  /** Where the last token ends that begins before `offset`; 0 at the begin of the file. */
  endBefore(offset: number): number {
    const position = this.#firstFrom(offset) - 1;
    return this.#ends[position] ?? 0;
  }

  /** Where the first token begins from `offset` on. */
  startFrom(offset: number): number {
    return this.#starts[this.#firstFrom(offset)] ?? offset;
  }

  /** Where the last token begins that begins before `offset`. */
  startBefore(offset: number): number {
    return this.#starts[this.#firstFrom(offset) - 1] ?? 0;
  }

  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
