// What is known of an indicator's calls beside their times: the evidence for work that is done twice.

import { type CallsRow, sumOfCalls } from './reuse/call-sums.js';

/** Different settings kept of one indicator: a program has a few, or new ones with every call. */
export const PARAMETERS_KEPT = 8;

/** Sums over the calls whose input could be read. All integers, so that they add up in any order. */
export interface IndicatorRow {
  /** The package that it comes from; absent for code of the program. */
  readonly library?: string;
  /** `period=14`, the first eight in the order of their texts. */
  readonly parameters: readonly string[];
  /** There were others than those. */
  readonly moreParameters?: true;
  readonly calls: number;
  /** Lengths of the inputs, added up; a single value has length 1. */
  readonly inputLength: number;
  readonly maxInputLength: number;
  /** Calls that did what one of the last 64 different calls of the operation had done: at least so many. */
  readonly repeated: number;
  /** Those of them that repeated a call of the same tick. */
  readonly repeatedInTick: number;
  /** Of a function that looks as if its result depended on its arguments alone, and of which enough inputs come again. */
  readonly pureCalls?: CallsRow;
}

/** A set of texts of which the smallest stay, so that it is the same in whatever order they come. */
export class ParameterTexts {
  #texts: string[] = [];
  #more = false;

  add(text: string): void {
    if (this.#texts.includes(text)) return;
    this.#texts = [...this.#texts, text].toSorted();
    if (this.#texts.length <= PARAMETERS_KEPT) return;
    this.#texts.pop();
    this.#more = true;
  }

  merge({ parameters, moreParameters }: Pick<IndicatorRow, 'parameters' | 'moreParameters'>): void {
    for (const text of parameters) this.add(text);
    if (moreParameters === true) this.#more = true;
  }

  get list(): readonly string[] {
    return this.#texts;
  }

  /** The one text that holds for every call; `undefined` where there are several, or none. */
  get only(): string | undefined {
    return this.#texts.length === 1 && !this.#more ? this.#texts[0] : undefined;
  }

  toData(): Pick<IndicatorRow, 'parameters' | 'moreParameters'> {
    return { parameters: [...this.#texts], ...(this.#more && { moreParameters: true }) };
  }
}

/** What the name of an indicator stands for; its settings become known with its calls. */
export interface IndicatorName {
  readonly library: string | undefined;
  readonly parameters: ParameterTexts;
}

/** The sums of one operation of the running process. */
export interface IndicatorInputs {
  readonly operationId: number;
  readonly row: IndicatorRow;
}

export class IndicatorAccumulator {
  #library: string | undefined;
  readonly #parameters = new ParameterTexts();
  #calls = 0;
  #inputLength = 0;
  #maxInputLength = 0;
  #repeated = 0;
  #repeatedInTick = 0;
  #pureCalls: CallsRow | undefined;

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
    this.#pureCalls = sumOfCalls(this.#pureCalls, row.pureCalls);
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
      ...(this.#pureCalls !== undefined && { pureCalls: this.#pureCalls }),
    };
  }
}
