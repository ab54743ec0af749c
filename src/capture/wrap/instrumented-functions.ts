// Wraps functions by what a rule said of them, and knows what was instrumented.

import { types } from 'node:util';
import { type IndicatorInputs, ParameterTexts } from '../../model/indicator.js';
import type { NameTable } from '../../model/name-table.js';
import type { InstrumentedRow } from '../../model/record/record-segment.js';
import type { Recorder } from '../recorder/recorder.js';
import { recordSteps } from './generator-steps.js';
import { OperationInputs } from './operation-inputs.js';
import { originalOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import { IndicatorTracer } from './indicator-tracer.js';
import { Operation } from './operation.js';
import type { Match } from '../rules/match.js';
import { OperationTracer, type CallTracer } from './call-tracer.js';
import { ReentryGuard } from './reentry-guard.js';
import { lastParameterIsCallback, wrapAsynchronous } from './wrap-asynchronous.js';
import { wrapSynchronous } from './wrap-synchronous.js';

/** Makes the recording of a tick handler; given from outside, because what a tick is belongs to its instrumentation. */
export type MakeTickTracer = (tick: Operation, inner: Operation, match: Match, location?: string) => CallTracer;

/** Looks at a function of which nothing is recorded; for the same reason. */
export type LookAt = (match: Match, location: string) => CallTracer;

/** Makes the recording of a function through which events come in; for the same reason. */
export type MakeArrivalTracer = (receiver: Operation) => CallTracer;

/** Beyond this many different functions the list of what was instrumented only counts. */
const LISTED_FUNCTIONS = 512;

interface Entry {
  readonly what: string;
  readonly rule: string;
  readonly operation: Operation;
  /** Of a tick handler: the same function where it is called inside a tick. */
  readonly inner: Operation | undefined;
  /** Of the program's own code, not of a package. */
  readonly isOwn: boolean;
  /** Of an indicator. */
  inputs: OperationInputs | undefined;
  /** Calls already told of; `undefined` before the first time. */
  told: number | undefined;
}

export class InstrumentedFunctions {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #makeTickTracer: MakeTickTracer;
  readonly #makeArrivalTracer: MakeArrivalTracer;
  readonly #lookAt: LookAt | undefined;
  /** Own indicators guard each other; a library guards itself. */
  readonly #programGuard = new ReentryGuard();
  readonly #entries = new Map<string, Entry>();

  constructor(
    recorder: Recorder,
    names: NameTable,
    makeTickTracer: MakeTickTracer,
    makeArrivalTracer: MakeArrivalTracer,
    lookAt?: LookAt,
  ) {
    this.#recorder = recorder;
    this.#names = names;
    this.#makeTickTracer = makeTickTracer;
    this.#makeArrivalTracer = makeArrivalTracer;
    this.#lookAt = lookAt;
  }

  /** @returns the stand-in of `original`; a generator function, and one that has a stand-in already, comes back as it is */
  wrap(original: AnyFunction, match: Match, location?: string, guard: ReentryGuard = this.#programGuard): AnyFunction {
    if (originalOf(original) !== undefined) return original;
    if (match.lookedAt === true)
      return this.#lookAt === undefined ? original : wrapAsynchronous(this.#lookAt(match, location ?? ''), original);
    if (types.isGeneratorFunction(original)) {
      recordSteps(original, this.tracerOf(match, location));
      return original;
    }
    if (match.kind === 'indicator') return this.#wrapIndicator(original, match, this.#entry(match, location), guard);
    return wrapAsynchronous(this.tracerOf(match, location), original);
  }

  /** How calls of what `match` names are recorded. */
  tracerOf(match: Match, location: string | undefined): CallTracer {
    const { operation, inner } = this.#entry(match, location);
    if (match.kind === 'arrival') return this.#makeArrivalTracer(operation);
    return inner === undefined
      ? new OperationTracer(this.#recorder, operation)
      : this.#makeTickTracer(operation, inner, match, location);
  }

  #wrapIndicator(original: AnyFunction, match: Match, entry: Entry, guard: ReentryGuard): AnyFunction {
    const { operation } = entry;
    if (entry.inputs === undefined && match.observeInput !== undefined) {
      entry.inputs = new OperationInputs(this.#names, operation, match.library);
      operation.input = match.observeInput(entry.inputs, original);
    }
    if (!types.isAsyncFunction(original) && !lastParameterIsCallback(original)) {
      return wrapSynchronous(this.#recorder, operation, guard, original);
    }
    return wrapAsynchronous(new IndicatorTracer(this.#recorder, operation, guard), original);
  }

  /**
   * What was instrumented, with the calls since this was last asked for: rows that had any, and at first the program's own
   * functions that had none, because a handler that is never called is worth knowing of.
   */
  takeInstrumented(): InstrumentedRow[] {
    const rows: InstrumentedRow[] = [];
    for (const entry of this.#entries.values()) {
      const calls = entry.operation.calls + (entry.inner?.calls ?? 0);
      const count = calls - (entry.told ?? 0);
      const isNews = entry.told === undefined && entry.isOwn;
      if (count > 0 || isNews) rows.push({ what: entry.what, rule: entry.rule, count });
      entry.told = calls;
    }
    return rows;
  }

  /** What indicators were given, since this was last asked for. */
  takeInputs(): IndicatorInputs[] {
    return [...this.#entries.values()].flatMap(({ inputs }) => inputs?.take() ?? []);
  }

  /** A closure or a class that is evaluated again shares the entry of the first time. */
  #entry(match: Match, location: string | undefined): Entry {
    const what = location === undefined ? match.name : `${match.name} (${location})`;
    const known = this.#entries.get(what);
    if (known !== undefined) return known;
    const entry: Entry = {
      what,
      rule: match.rule,
      operation: this.#operation(match, location),
      inner: match.kind === 'tick' ? this.#operation({ ...match, kind: 'internal' }, location) : undefined,
      isOwn: location !== undefined,
      inputs: undefined,
      told: undefined,
    };
    if (this.#entries.size < LISTED_FUNCTIONS) this.#entries.set(what, entry);
    return entry;
  }

  #operation({ kind, name, strategy, library }: Match, location: string | undefined): Operation {
    const indicator = kind === 'indicator' ? { library, parameters: new ParameterTexts() } : undefined;
    // The id of an arrival is never asked for, so it takes no place in the name table.
    return new Operation(this.#names, kind === 'arrival' ? 'internal' : kind, name, { location, strategy, indicator });
  }
}
