// Sums over the inputs of one indicator.

import { type IndicatorRow, ParameterTexts } from './indicator.js';

export class IndicatorAccumulator {
  #library: string | undefined;
  readonly #parameters = new ParameterTexts();
  #calls = 0;
  #inputLength = 0;
  #maxInputLength = 0;
  #repeated = 0;
  #repeatedInTick = 0;

  get calls(): number {
    return this.#calls;
  }

  add(length: number, repeated: boolean, repeatedInTick: boolean): void {
    this.#calls++;
    this.#inputLength += length;
    if (length > this.#maxInputLength) this.#maxInputLength = length;
    if (repeated) this.#repeated++;
    if (repeatedInTick) this.#repeatedInTick++;
  }

  merge(row: IndicatorRow): void {
    // The smaller text wins, so that the result does not depend on the order.
    if (row.library !== undefined && !(this.#library !== undefined && this.#library <= row.library)) {
      this.#library = row.library;
    }
    this.#parameters.merge(row);
    this.#calls += row.calls;
    this.#inputLength += row.inputLength;
    this.#maxInputLength = Math.max(this.#maxInputLength, row.maxInputLength);
    this.#repeated += row.repeated;
    this.#repeatedInTick += row.repeatedInTick;
  }

  toRow(): IndicatorRow {
    return {
      ...(this.#library !== undefined && { library: this.#library }),
      ...this.#parameters.toData(),
      calls: this.#calls,
      inputLength: this.#inputLength,
      maxInputLength: this.#maxInputLength,
      repeated: this.#repeated,
      repeatedInTick: this.#repeatedInTick,
    };
  }
}
