// What there is to say of one source beside its spans: where it is damaged, in its own words and not too often.

import { formatCount } from '../../model/format-units.js';
import { DAMAGES_TOLD } from '../limits.js';

export class SourceMessages {
  readonly name: string;
  readonly list: string[] = [];
  #damages = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** @param why goes on after "at byte N: " */
  readonly damaged = (atByte: number, why: string): void => {
    if (++this.#damages <= DAMAGES_TOLD) this.list.push(`${this.name}, at byte ${formatCount(atByte)}: ${why}.`);
  };

  get isDamaged(): boolean {
    return this.#damages > 0;
  }

  toNotes(): string[] {
    const more = this.#damages - DAMAGES_TOLD;
    return more > 0 ? [...this.list, `${this.name} has ${formatCount(more)} more damaged places.`] : this.list;
  }
}
