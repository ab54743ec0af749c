// Records statements of drivers that return when they are done: they hold the event loop.
//
// A statement whose rows are iterated over is one operation from the call until its last row, and what the loop does with
// the rows lies inside it.

import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import { Operation } from '../../wrap/operation.js';
import { ReentryGuard } from '../../wrap/reentry-guard.js';
import { recordSynchronous } from '../../wrap/wrap-synchronous.js';
import type { Recorder } from '../../recorder/recorder.js';
import { around, replaceMember } from '../../patch/replace-member.js';
import type { SqlNaming } from '../../sql/sql-naming.js';

const { apply, getPrototypeOf } = Reflect;

type EndIteration = (failed: boolean) => void;

export class SynchronousStatements {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #naming: SqlNaming;
  readonly #prepared = new WeakMap<object, Operation>();
  readonly #iterations = new WeakMap<object, EndIteration>();
  readonly #iteratorPrototypes = new WeakSet<object>();
  /** Never checked: a function of the program that a statement calls may run statements too. */
  readonly #guard = new ReentryGuard();

  constructor(recorder: Recorder, names: NameTable, naming: SqlNaming) {
    this.#recorder = recorder;
    this.#names = names;
    this.#naming = naming;
  }

  /**
   * A statement that is prepared once is named once: reading the text crosses into native code.
   *
   * @returns `undefined` where `readText` gives none: it is no statement, and the driver has an error to throw
   */
  prepared(statement: unknown, readText: (statement: unknown) => unknown): Operation | undefined {
    const known = this.#prepared.get(statement as object);
    if (known !== undefined) return known;
    const text = readText(statement);
    if (typeof text !== 'string') return undefined;
    const operation = this.operation(text);
    this.#prepared.set(statement as object, operation);
    return operation;
  }

  operation(text: string): Operation {
    const { kind, name, details } = this.#naming.nameOf(text);
    return new Operation(this.#names, kind, name, details);
  }

  record(operation: Operation, call: () => unknown): unknown {
    return recordSynchronous(this.#recorder, operation, this.#guard, call, undefined, []);
  }

  /** @returns the iterator that `call` gives, which ends the operation with its last row */
  iterate(operation: Operation, call: () => unknown): unknown {
    const end = this.#start(operation);
    let failed = true;
    try {
      const iterator = call() as object;
      failed = false;
      this.#listenTo(getPrototypeOf(iterator) as object);
      this.#iterations.set(iterator, end);
      return iterator;
    } finally {
      if (failed) end(true);
    }
  }

  #start(operation: Operation): EndIteration {
    const recorder = this.#recorder;
    const { active } = recorder;
    const scope = active.get();
    const { id } = operation;
    const begin = recorder.begin(ASYNC_BEGIN | id, scope);
    const own = scope > 0 ? begin : -begin;
    // What the loop does with the rows lies inside: until the last one its code is in the statement's scope.
    const { light, lightStore } = active;
    active.enterLight(own);
    return (failed) => {
      // Otherwise the call that started inside and ends later has restored it, or will.
      if (active.light === own) active.restoreLight(light, lightStore);
      recorder.end(failed ? ASYNC_END | FAILED | id : ASYNC_END | id, own);
    };
  }

  /** On the prototype that all iterators of a driver share: theirs are objects of the program's. */
  #listenTo(prototype: object): void {
    if (this.#iteratorPrototypes.has(prototype)) return;
    this.#iteratorPrototypes.add(prototype);
    for (const key of ['next', 'return']) {
      replaceMember(
        prototype,
        key,
        around((original, iterator, args) => {
          const end = this.#iterations.get(iterator as object);
          if (end === undefined) return apply(original, iterator, args);
          let result: { readonly done?: boolean } | undefined;
          try {
            result = apply(original, iterator, args) as { readonly done?: boolean };
            return result;
          } finally {
            if (result?.done !== false) {
              this.#iterations.delete(iterator as object);
              end(result === undefined);
            }
          }
        }),
      );
    }
  }
}
