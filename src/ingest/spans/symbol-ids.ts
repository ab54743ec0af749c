// Symbols as small numbers, within bounds.

import { RECEIVED_SYMBOLS } from '../../model/limits.js';
import { OTHER } from '../../model/operation.js';

export class SymbolIds {
  readonly #ids = new Map<string, number>();
  readonly #symbols: (string | undefined)[] = [undefined];

  idOf(symbol: string): number {
    const known = this.#ids.get(symbol);
    if (known !== undefined) return known;
    if (this.#symbols.length > RECEIVED_SYMBOLS) return this.#add(OTHER);
    return this.#add(symbol);
  }

  symbolOf(id: number): string | undefined {
    return this.#symbols[id];
  }

  get all(): string[] {
    return this.#symbols.filter((symbol) => symbol !== undefined);
  }

  #add(symbol: string): number {
    const known = this.#ids.get(symbol);
    if (known !== undefined) return known;
    const id = this.#symbols.length;
    this.#symbols.push(symbol);
    this.#ids.set(symbol, id);
    return id;
  }
}
