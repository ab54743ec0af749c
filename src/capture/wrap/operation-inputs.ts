// Sums over what the calls of one operation were given, until they are taken.

import { IndicatorAccumulator, type IndicatorInputs } from '../../model/indicator.js';
import type { NameTable } from '../../model/name-table.js';
import type { InputSink, Seen } from '../rules/input-observer.js';
import type { FollowedCalls } from './followed-calls.js';
import type { Operation } from './operation.js';

export class OperationInputs implements InputSink {
  readonly #names: NameTable;
  readonly #operation: Operation;
  readonly #library: string | undefined;
  readonly pureCalls: FollowedCalls | undefined;
  #sums = new IndicatorAccumulator();

  /** @param pureCalls of a function that looks as if its result depended on its arguments alone */
  constructor(names: NameTable, operation: Operation, library: string | undefined, pureCalls?: FollowedCalls) {
    this.#names = names;
    this.#operation = operation;
    this.#library = library;
    this.pureCalls = pureCalls;
  }

  inputSeen(length: number, seen: Seen): void {
    this.#sums.add(length, seen !== 'new', seen === 'in this tick');
  }

  parametersSeen(text: string): void {
    this.#names.entry(this.#operation.id).indicator?.parameters.add(text);
  }

  /** @returns the sums since the last time; `undefined` where there was no call whose input could be read */
  take(): IndicatorInputs | undefined {
    if (this.#sums.calls === 0) return undefined;
    const sums = this.#sums.toRow();
    this.#sums = new IndicatorAccumulator();
    const pureCalls = this.pureCalls?.take();
    const operationId = this.#operation.id;
    const parameters = this.#names.entry(operationId).indicator?.parameters.toData();
    return {
      operationId,
      row: {
        ...sums,
        ...parameters,
        ...(this.#library !== undefined && { library: this.#library }),
        ...(pureCalls !== undefined && { pureCalls }),
      },
    };
  }
}
