// One instrumented function: its place in the name table, and how often it was recorded.

import type { NameDetails, NameTable } from '../../model/name-table.js';
import type { OperationKind } from '../../model/operation.js';
import type { InputObserver, MakeInputObserver } from './input-observer.js';

/** What a rule says of a function that it takes. */
export interface Match {
  /** `ingest`: events come in through it, which are counted; its calls are no operations. */
  readonly kind: 'tick' | 'indicator' | 'database' | 'external' | 'internal' | 'ingest';
  /** `Class.method`, or the function's own name. */
  readonly name: string;
  /** Which rule took it, in words for people. */
  readonly rule: string;
  readonly strategy?: string;
  /** Of a tick: whether a call's arguments are a market event. */
  readonly isTick?: (args: readonly unknown[]) => boolean;
  /** Of an indicator: the package that it comes from. */
  readonly library?: string;
  /** Of an indicator: who looks at its input. */
  readonly observeInput?: MakeInputObserver;
  /** The program's author named it: nothing about the function or its arguments is doubted. */
  readonly configured?: true;
  /** It is only looked at, and nothing is recorded. */
  readonly lookedAt?: true;
  /** It is given messages: what they are shows when the function has parsed them. */
  readonly takesMessages?: true;
}

/** The living counterpart of a match. */
export class Operation {
  /** Recorded calls. Counted at their begin, while the recorder counts at their end. */
  calls = 0;
  /** Looks at what the calls are given; only indicators have one. */
  input: InputObserver | undefined;
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

  /** Takes its place in the name table with the first call: one library alone exports 150 functions, and 192 names are exact. */
  get id(): number {
    return (this.#id ??= this.#names.intern(this.#kind, this.#name, this.#details));
  }
}
