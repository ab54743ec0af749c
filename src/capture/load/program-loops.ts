// The program's side of the insertions into loops: each run of a body, or each value that was pulled, is a recorded call.
//
// Called between two awaits, never in a caller's own turn: what is entered here is left by the next await or by the end of the
// body, and nobody outside the loop sees it.

import type { BodyRuntime } from '../body/body-runtime.js';
import { PendingAwait } from '../body/pending-await.js';
import type { InstrumentedFunctions } from '../wrap/instrumented-functions.js';
import type { InsertionSites } from '../rewrite/insertion-sites.js';
import type { CallTracer, OpenCall } from '../wrap/call-tracer.js';
import { EnteredCall } from '../wrap/entered-call.js';
import { debug } from '../../stderr.js';

/** One run of a loop's body, or the time after a pull. */
interface LoopStep {
  /** It comes to an `await`. */
  readonly w: undefined;
  /** The same, of one that says which one it is. */
  m: number;
  failed(): void;
  end(): void;
}

const NO_STEP: LoopStep = { w: undefined, m: 0, failed() {}, end() {} };

/** What runs of one loop's body have in common. */
interface KnownLoop {
  readonly tracer: CallTracer;
  /** @returns what waiting at one of its awaits is called, by the number of that */
  nameOfAwait(number: number): number;
}

export class ProgramLoops {
  readonly #runtime: BodyRuntime;
  readonly #sites: InsertionSites;
  readonly #functions: InstrumentedFunctions;
  readonly #onError: (what: string, error: unknown) => void;
  readonly #known: (KnownLoop | undefined)[] = [];

  constructor(
    runtime: BodyRuntime,
    sites: InsertionSites,
    functions: InstrumentedFunctions,
    onError: (what: string, error: unknown) => void,
  ) {
    this.#runtime = runtime;
    this.#sites = sites;
    this.#functions = functions;
    this.#onError = onError;
  }

  /** A `for await` loop has been given `value`. */
  step(id: number, value: unknown): LoopStep {
    return this.#start(id, (tracer) => tracer.start([value], true));
  }

  pulls(): Pulls {
    return new Pulls(this);
  }

  /** An `await` of a method that is pulled from has brought `value`. */
  pulled(id: number, value: unknown): LoopStep {
    return this.#start(
      id,
      // All symbols' tickers in one object: `{ 'BTC/USDT': ticker }`.
      (tracer) => tracer.start([value], true) ?? tracer.start([firstMember(value)], true),
    );
  }

  #start(id: number, begin: (tracer: CallTracer) => OpenCall | undefined): LoopStep {
    try {
      const loop = this.#loop(id);
      const call = begin(loop.tracer);
      return call === undefined ? NO_STEP : new RecordedStep(call, loop, this.#runtime);
    } catch (error) {
      debug(`instrumenting ${this.#sites.function(id).match.name} failed`, error);
      this.#onError(this.#sites.function(id).match.name, error);
      return NO_STEP;
    }
  }

  #loop(id: number): KnownLoop {
    const known = this.#known[id];
    if (known !== undefined) return known;
    const { match, location, awaits } = this.#sites.function(id);
    const names: number[] = [];
    return (this.#known[id] = {
      tracer: this.#functions.tracerOf(match, location),
      nameOfAwait: (number) => (names[number] ??= this.#functions.awaitOf(match, awaits[number] as string)),
    });
  }
}

/** Entered and left by hand: the body of a loop is no function that could be called in a context. */
class RecordedStep implements LoopStep {
  readonly #call: OpenCall;
  readonly #loop: KnownLoop;
  readonly #runtime: BodyRuntime;
  readonly #entered: EnteredCall;
  #pendingAwait: PendingAwait | undefined;
  #hasWaited = false;
  #failed = false;

  constructor(call: OpenCall, loop: KnownLoop, runtime: BodyRuntime) {
    this.#call = call;
    this.#loop = loop;
    this.#runtime = runtime;
    this.#entered = new EnteredCall(runtime.active, call);
  }

  get w(): undefined {
    this.#waits();
    return undefined;
  }

  set m(number: number) {
    this.#waits();
    const { scope } = this.#call;
    // Places of awaits are told of ticks alone.
    if (scope <= 0) return;
    try {
      this.#pendingAwait ??= new PendingAwait();
      this.#pendingAwait.comesTo(this.#loop.nameOfAwait(number), scope, this.#runtime.recorder);
    } catch (error) {
      this.#runtime.onError('an await', error);
    }
  }

  #waits(): void {
    if (!this.#hasWaited) this.#call.returned();
    this.#hasWaited = true;
  }

  failed(): void {
    this.#failed = true;
  }

  end(): void {
    this.#pendingAwait?.leave(false, this.#call.scope, this.#runtime.recorder);
    this.#entered.leave();
    this.#call.end(this.#failed);
  }
}

/** The pulls of one run of a loop's body, or of a loop: each lasts until the next one begins. */
class Pulls implements LoopStep {
  readonly #loops: ProgramLoops;
  #step: LoopStep = NO_STEP;

  constructor(loops: ProgramLoops) {
    this.#loops = loops;
  }

  get w(): undefined {
    return this.#step.w;
  }

  set m(number: number) {
    this.#step.m = number;
  }

  took<Value>(value: Value, id: number): Value {
    this.#step = this.#loops.pulled(id, value);
    return value;
  }

  failed(): void {
    this.#step.failed();
  }

  end(): void {
    const step = this.#step;
    this.#step = NO_STEP;
    step.end();
  }
}

function firstMember(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value)[0] : undefined;
}
