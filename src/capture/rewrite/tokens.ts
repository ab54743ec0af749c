// The tokens of a file: where one ends and the next begins, which syntax nodes do not say of parentheses.

import { type Token, tokTypes } from 'acorn';

export class Tokens {
  readonly #source: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Which of them are the text of a template literal: next to that, nothing can stand that is not of it. */
  readonly #isTemplate: boolean[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** For acorn's `onToken`. */
  readonly add = ({ type, start, end }: Token): void => {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#isTemplate.push(type === tokTypes.template || type === tokTypes.invalidTemplate);
  };

  /** Where the last token ends that begins before `offset`; 0 at the begin of the file. */
  endBefore(offset: number): number {
    return this.#ends[this.#firstFrom(offset) - 1] ?? 0;
  }

  /** Where the first token begins from `offset` on. */
  startFrom(offset: number): number {
    return this.#starts[this.#firstFrom(offset)] ?? offset;
  }

  /** The end of the last token that ends between `start` and `end`, and that a comment may follow. */
  lastGap(start: number, end: number): number | undefined {
    for (let position = this.#firstFrom(end) - 1; position >= 0; position--) {
      const at = this.#ends[position] as number;
      if (at < start) return undefined;
      if (at <= end && !this.#isTemplate[position] && !this.#isTemplate[position + 1]) return at;
    }
    return undefined;
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
