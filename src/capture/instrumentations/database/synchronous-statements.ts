// Records statements of drivers that return when they are done: they hold the event loop.
//
// A statement whose rows are iterated over is one operation from the call until its last row, and what the loop does with
// the rows lies inside it.

import type { NameTable } from '../../../model/name-table.js';
import { Operation } from '../../wrap/operation.js';
import { ReentryGuard } from '../../wrap/reentry-guard.js';
import { recordSynchronous } from '../../wrap/wrap-synchronous.js';
import { now } from '../../recorder/clock.js';
import { NO_POSITION } from '../../recorder/tick-buffer.js';
import type { Recorder } from '../../recorder/recorder.js';
import { activeTickContext } from '../../recorder/tick-context.js';
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
    const active = activeTickContext();
    if (active === undefined) {
      const { trace } = recorder.startOutermost(operation.id);
      return (failed) => recorder.settle(trace, failed);
    }
    const { trace, top } = active;
    const startNanos = now();
    const position = recorder.start(trace, operation.id, top, startNanos);
    if (position !== NO_POSITION) active.top = position;
    return (failed) => {
      // Otherwise the call that started inside and ends later has restored it, or will.
      if (active.top === position) active.top = top;
      recorder.end(trace, position, operation.id, startNanos, failed);
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
