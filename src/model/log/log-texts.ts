// Numbers for the texts of records, which live from the record until it is drained.

import { NUMBER_MASK } from './log-layout.js';

export class LogTexts {
  readonly #numbers = new Map<string, number>();
  /** 0 is no text. */
  readonly #texts: (string | undefined)[] = [undefined];
  /** How often the numbers have begun anew. */
  clears = 0;

  /** Numbers that are taken, with 0. */
  get count(): number {
    return this.#texts.length;
  }

  /** Whether a further text may have no number; after a drain `clear` makes room. */
  get isFull(): boolean {
    return this.#texts.length > NUMBER_MASK;
  }

  numberOf(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    return number;
  }

  textOf(number: number): string | undefined {
    return this.#texts[number];
  }

  clear(): void {
    this.#numbers.clear();
    this.#texts.length = 1;
    this.clears++;
  }
}
