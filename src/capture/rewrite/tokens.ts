// The tokens of a file: where one ends and the next begins, which syntax nodes do not say of parentheses.

import type { Token } from 'acorn';

export class Tokens {
  readonly #source: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** For acorn's `onToken`. */
  readonly add = ({ start, end }: Token): void => {
    this.#starts.push(start);
    this.#ends.push(end);
  };

  /** Where the last token ends that begins before `offset`; 0 at the begin of the file. */
  endBefore(offset: number): number {
    return this.#ends[this.#firstFrom(offset) - 1] ?? 0;
  }

  /** Where the first token begins from `offset` on. */
  startFrom(offset: number): number {
    return this.#starts[this.#firstFrom(offset)] ?? offset;
  }

  /** Behind the `=>` of an arrow function; between it and the node of the body only parentheses stand. */
  endOfArrow(bodyStart: number): number {
    for (let position = this.#firstFrom(bodyStart) - 1; position >= 0; position--) {
      const end = this.#ends[position] as number;
      if (this.#source.slice(this.#starts[position], end) === '=>') return end;
    }
    return bodyStart;
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
