// Remembers what an indicator was made from, so that the history of its instance begins there.

import { startHistory } from './instance-history.js';
import { settingsText } from './parameters.js';
import { SeriesInput, settingsOf } from './series-input.js';

/** Different settings whose texts are kept. */
const TEXTS = 64;

export class ConstructorInput {
  readonly #input = new SeriesInput();
  readonly #texts = new Map<number, string>();

  remember(instance: object, args: readonly unknown[]): void {
    try {
      this.#input.read(args);
      startHistory(instance, this.#input.hash, this.#textOf(args));
    } catch {
      // An accessor or a proxy: the history begins with the first call.
    }
  }

  #textOf(args: readonly unknown[]): string | undefined {
    const { settingsHash } = this.#input;
    let text = this.#texts.get(settingsHash);
    if (text !== undefined || this.#texts.size >= TEXTS) return text;
    text = settingsText(settingsOf(args, []));
    this.#texts.set(settingsHash, text);
    return text;
  }
}
