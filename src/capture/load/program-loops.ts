// The program's side of the insertions into loops: each run of a body, or each value that was pulled, is a recorded call.
//
// Called between two awaits, never in a caller's own turn: what is entered here is left by the next await or by the end of the
// body, and nobody outside the loop sees it.

import type { BodyRuntime } from '../body/body-runtime.js';
import type { InstrumentedFunctions } from '../wrap/instrumented-functions.js';
import type { InsertionSites } from '../rewrite/insertion-sites.js';
import type { CallTracer, OpenCall } from '../wrap/call-tracer.js';
import { EnteredCall } from '../wrap/entered-call.js';
import { debug } from '../../stderr.js';

/** One run of a loop's body, or the time after a pull. */
interface LoopStep {
  failed(): void;
  end(): void;
}

const NO_STEP: LoopStep = { failed() {}, end() {} };

export class ProgramLoops {
  readonly #runtime: BodyRuntime;
  readonly #sites: InsertionSites;
  readonly #functions: InstrumentedFunctions;
  readonly #onError: (what: string, error: unknown) => void;
  readonly #tracers: (CallTracer | undefined)[] = [];

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
      const call = begin(this.#tracerOf(id));
      return call === undefined ? NO_STEP : new RecordedStep(call, new EnteredCall(this.#runtime.active, call));
    } catch (error) {
      debug(`instrumenting ${this.#sites.function(id).match.name} failed`, error);
      this.#onError(this.#sites.function(id).match.name, error);
      return NO_STEP;
    }
  }

  #tracerOf(id: number): CallTracer {
    const known = this.#tracers[id];
    if (known !== undefined) return known;
    const { match, location } = this.#sites.function(id);
    return (this.#tracers[id] = this.#functions.tracerOf(match, location));
  }
}

/** Entered and left by hand: the body of a loop is no function that could be called in a context. */
class RecordedStep implements LoopStep {
  readonly #call: OpenCall;
  readonly #entered: EnteredCall;
  #failed = false;

  constructor(call: OpenCall, entered: EnteredCall) {
    this.#call = call;
    this.#entered = entered;
  }

  failed(): void {
    this.#failed = true;
  }

  end(): void {
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
