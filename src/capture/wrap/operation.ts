// One instrumented function: its place in the name table, and how often it was recorded.

import type { NameDetails, NameTable } from '../../model/name-table.js';
import type { OperationKind } from '../../model/operation.js';
import type { InputObserver } from '../rules/input-observer.js';
import type { SizedCalls } from './sized-calls.js';

/** The living counterpart of a match. */
export class Operation {
  /** Recorded calls. Counted at their begin, while the recorder counts at their end. */
  calls = 0;
  /** Looks at what the calls are given; only indicators have one. */
  input: InputObserver | undefined;
  /** Of indicators too: how long a sample of them took by the size of what they were given. */
  sizes: SizedCalls | undefined;
  /** Called at the begin of the first calls in ticks; says whether it wants more of them. */
  readCaller: ((operationId: number) => boolean) | undefined;
  readonly #names: NameTable;
  readonly #kind: OperationKind;
  readonly #name: string;
  readonly #details: NameDetails;
  #id: number | undefined;

  constructor(names: NameTable, kind: OperationKind, name: string, details: NameDetails = {}) {
    this.#names = names;
    this.#kind = kind;
    this.#name = name;
    this.#details = details;
  }

  /** Read of receivers only, which have no place in the name table. */
  get name(): string {
    return this.#name;
  }

  /** Looks where the running call was made, which is in a tick. */
  calledInTick(): void {
    if (this.readCaller?.(this.id) === false) this.readCaller = undefined;
  }

  /** Takes its place in the name table with the first call: one library alone exports 150 functions, and 192 names are exact. */
  get id(): number {
    return (this.#id ??= this.#names.internFunction(this.#kind, this.#name, this.#details));
  }
}
