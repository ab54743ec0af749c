// What the inserted text calls: one object, a lexical constant of the program's realm. Its names are short because they stand in the
// program's text; `docs/explanation/architecture.md` lists those of functions.
//
// Nothing here may throw: an error is counted, and the call is not measured.

import { CostSample } from '../recorder/cost-sample.js';
import type { Recorder } from '../recorder/recorder.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { Nanoseconds } from '../../model/units.js';
import { wrapCallback } from './callbacks.js';
import { type Body, type BodyEntry, CallEntry, type Entry, NO_ENTRY } from './entry.js';

/** One in this many calls has its cost measured, by four more clock reads. A power of two. */
const CALLS_PER_COST_SAMPLE = 128;

const NO_ARGUMENTS: readonly unknown[] = [];

/** Records the steps of the program's generators. */
export interface Generators {
  generator(generatorFunction: AnyFunction, id: number): AnyFunction;
  generatorProperty(object: object, key: string, id: number): object;
  generatorStarted(args: ArrayLike<unknown>, tellsEnd: boolean): unknown;
}

/** Records the iterations of the program's loops. */
export interface Loops {
  step(id: number, value: unknown): unknown;
  pulls(): unknown;
}

export class BodyHost {
  /** Of a call with `new`, which makes an object and is none of the function's work. */
  readonly n: BodyEntry = NO_ENTRY;
  /** Stands for an error that a callback is given where it is made: `callback(new Error('...'))`. */
  readonly f: Error = new Error('a callback is given an error');
  readonly #recorder: Recorder;
  /** Lists that wait for the next call: reading the arguments of one may lead to another. */
  #one: unknown[] | undefined;
  #two: unknown[] | undefined;
  #calls = 0;
  /** The call whose cost is measured. */
  #timed: Entry | undefined;
  #enteringNanos = 0 as Nanoseconds;
  readonly #sample = new CostSample();
  readonly #bodyOf: (id: number) => Body;
  readonly #generators: Generators;
  readonly #loops: Loops;
  readonly #onError: (what: string, error: unknown) => void;

  constructor(
    recorder: Recorder,
    bodyOf: (id: number) => Body,
    generators: Generators,
    loops: Loops,
    onError: (what: string, error: unknown) => void,
  ) {
    this.#recorder = recorder;
    this.#bodyOf = bodyOf;
    this.#generators = generators;
    this.#loops = loops;
    this.#onError = onError;
  }

  /** Enters a function without reading its arguments. */
  i(id: number, callback?: unknown): BodyEntry {
    return this.a(id, undefined, NO_ARGUMENTS, callback);
  }

  /** Enters a function that was called on `self` with `args`. */
  a(id: number, self: unknown, args: readonly unknown[], callback?: unknown): BodyEntry {
    try {
      const body = this.#bodyOf(id);
      const caller = self === globalThis ? undefined : self;
      if ((++this.#calls & (CALLS_PER_COST_SAMPLE - 1)) === 0) return this.#enterTimed(body, caller, args, callback);
      this.#recorder.entering();
      const entry = body.enter(caller, args, callback) ?? NO_ENTRY;
      this.#recorder.entered();
      return entry;
    } catch (error) {
      this.#recorder.entered();
      this.#onError('a call', error);
      return NO_ENTRY;
    }
  }

  /** The same with one argument. */
  u(id: number, self: unknown, first: unknown): BodyEntry {
    const list = this.#one ?? [undefined];
    this.#one = undefined;
    list[0] = first;
    const entry = this.a(id, self, list);
    list[0] = undefined;
    this.#one = list;
    return entry;
  }

  /** The same with two. */
  v(id: number, self: unknown, first: unknown, second: unknown): BodyEntry {
    const list = this.#two ?? [undefined, undefined];
    this.#two = undefined;
    list[0] = first;
    list[1] = second;
    const entry = this.a(id, self, list);
    list[0] = undefined;
    list[1] = undefined;
    this.#two = list;
    return entry;
  }

  /** The same with an `arguments` object, which has to be copied: the program may write into it. */
  g(id: number, self: unknown, args: ArrayLike<unknown>, callback?: unknown): BodyEntry {
    const copied: unknown[] = [];
    for (let position = 0; position < args.length; position++) copied.push(args[position]);
    return this.a(id, self, copied, callback);
  }

  /** Leaves the function. */
  o(entry: BodyEntry): void {
    if (entry === NO_ENTRY) return;
    try {
      this.#recorder.leaving();
      if (entry === this.#timed) this.#leaveTimed(entry as Entry);
      else (entry as Entry).body.leave(entry as Entry);
      this.#recorder.left();
    } catch (error) {
      this.#recorder.left();
      this.#onError('the end of a call', error);
    }
  }

  /** The function is about to call its callback, with `first` as its first argument where the text tells it. */
  c(entry: BodyEntry, first?: unknown): void {
    if (!(entry instanceof CallEntry)) return;
    try {
      entry.endByCallback(first instanceof Error);
    } catch (error) {
      this.#onError('a callback', error);
    }
  }

  /** The same, where only the value of the first argument tells. @returns it itself */
  e<Value>(entry: BodyEntry, first: Value): Value {
    this.c(entry, first);
    return first;
  }

  /**
   * @param behind the callback itself, where `callback` is what stands in front of it and is one only if that was left out
   * @returns what the function has to pass on instead of its callback
   */
  k(entry: BodyEntry, callback: unknown, behind?: unknown): unknown {
    if (typeof behind === 'function') return callback;
    if (!(entry instanceof CallEntry) || typeof callback !== 'function') return callback;
    try {
      return wrapCallback(entry, callback as AnyFunction, this.#recorder, this.#onError);
    } catch (error) {
      this.#onError('a callback', error);
      return callback;
    }
  }

  #enterTimed(body: Body, self: unknown, args: readonly unknown[], callback: unknown): BodyEntry {
    this.#sample.begin();
    this.#recorder.entering();
    const entry = body.enter(self, args, callback);
    this.#recorder.entered();
    this.#timed = entry;
    this.#enteringNanos = this.#sample.end();
    if (entry !== undefined) return entry;
    // It is no operation, so that the mean of those would not count it.
    this.#recorder.watchingCost(this.#enteringNanos, CALLS_PER_COST_SAMPLE);
    return NO_ENTRY;
  }

  #leaveTimed(entry: Entry): void {
    this.#timed = undefined;
    this.#sample.begin();
    entry.body.leave(entry);
    this.#recorder.spanCost((this.#enteringNanos + this.#sample.end()) as Nanoseconds);
  }

  /** A `for await` loop has been given `value`. */
  s(id: number, value: unknown): unknown {
    return this.#loops.step(id, value);
  }

  /** A loop that pulls. */
  q(): unknown {
    return this.#loops.pulls();
  }

  /** A generator function is made. @returns it itself */
  y(generatorFunction: AnyFunction, id: number): AnyFunction {
    return this.#generators.generator(generatorFunction, id);
  }

  /** An object has a generator function under `key`. @returns it itself */
  x(object: object, key: string, id: number): object {
    return this.#generators.generatorProperty(object, key, id);
  }

  /** The body of a generator begins. */
  z(args: ArrayLike<unknown>): void {
    this.#generators.generatorStarted(args, false);
  }

  /** The same. @returns what it calls when it ends */
  zr(args: ArrayLike<unknown>): unknown {
    return this.#generators.generatorStarted(args, true);
  }
}
