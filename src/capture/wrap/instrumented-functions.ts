// Wraps the functions that a rule matched, and lists what was instrumented.

import { types } from 'node:util';
import type { CacheCounters } from '../../model/cache-counters.js';
import { type IndicatorInputs, ParameterTexts } from '../../model/indicator.js';
import type { OperationSizes } from '../../model/sizes/size-sums.js';
import { NO_AWAIT } from '../../model/tree/await-marks.js';
import { awaitName } from '../../model/operation.js';
import type { NameTable } from '../../model/name-table.js';
import type { InstrumentedRow } from '../../model/record/record-segment.js';
import { type FoundFunction, functionText, qualifiedText } from '../../model/rules.js';
import type { Recorder } from '../recorder/recorder.js';
import { recordSteps } from './generator-steps.js';
import { FollowedCalls } from './followed-calls.js';
import { OperationInputs } from './operation-inputs.js';
import { SizedCalls } from './sized-calls.js';
import { originalOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { ExtendedClasses } from '../rules/extended-classes.js';
import { IndicatorTracer } from './indicator-tracer.js';
import { Operation } from './operation.js';
import type { Match, OrderMatch } from '../rules/match.js';
import type { CallTracer } from './call-tracer.js';
import { LookUps, wrapLookUps } from './look-ups.js';
import { OperationTracer } from './operation-tracer.js';
import { ReceivingClasses } from './receiving-classes.js';
import { ReentryGuard } from './reentry-guard.js';
import type { ReturnedPromises } from './returned-promises.js';
import { lastParameterIsCallback, wrapAsynchronous } from './wrap-asynchronous.js';
import { wrapSynchronous } from './wrap-synchronous.js';

/** Makes the tracer of a tick handler. Passed in, because the instrumentation of ticks defines what a tick is. */
export type MakeTickTracer = (tick: Operation, inner: Operation, match: Match, location?: string) => CallTracer;

/** Makes the tracer of a function that is only observed. Passed in for the same reason. */
export type LookAt = (match: Match, location: string) => CallTracer;

/** What records the calls of an indicator that returns when its work is done. */
export interface IndicatorParts {
  readonly recorder: Recorder;
  readonly operations: ReceivingClasses;
  readonly guard: ReentryGuard;
}

/** Makes the tracer of a function whose calls are orders. Passed in, because the instrumentation of ticks knows what a symbol is. */
export type MakeOrderTracer = (operation: Operation, order: OrderMatch) => CallTracer;

/** Makes the tracer of a function through which events arrive. Passed in for the same reason. */
export type MakeArrivalTracer = (receiver: Operation) => CallTracer;

/** Beyond this many different functions the list of what was instrumented only counts. One library alone has 430. */
const LISTED_FUNCTIONS = 2_048;

/** Places of an `await` that are named, of all functions; names of operations have exact rows as long as there are few. */
const AWAITS_NAMED = 64;

interface Entry {
  readonly found: FoundFunction;
  readonly operation: Operation;
  /** Of a tick handler: the same function where it is called inside a tick. */
  readonly inner: Operation | undefined;
  /** Of an indicator: the statistics of its inputs. */
  inputs: OperationInputs | undefined;
  /** The calls that earlier rows have counted; `undefined` before the first row. */
  reportedCalls: number | undefined;
}

/** Looks where the running call of an operation was made. @returns whether more calls are to be looked at */
export type ReadCaller = (operationId: number) => boolean;

export class InstrumentedFunctions {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #makeTickTracer: MakeTickTracer;
  readonly #makeArrivalTracer: MakeArrivalTracer;
  readonly #makeOrderTracer: MakeOrderTracer;
  readonly #lookAt: LookAt | undefined;
  readonly #readCaller: ReadCaller | undefined;
  readonly #promises: ReturnedPromises;
  readonly #caches: CacheCounters;
  /** The program's indicators guard each other; a library guards itself. */
  readonly #programGuard = new ReentryGuard();
  readonly #entries = new Map<string, Entry>();
  #awaits = 0;

  constructor(
    recorder: Recorder,
    names: NameTable,
    makeTickTracer: MakeTickTracer,
    makeArrivalTracer: MakeArrivalTracer,
    makeOrderTracer: MakeOrderTracer,
    promises: ReturnedPromises,
    caches: CacheCounters,
    readCaller?: ReadCaller,
    lookAt?: LookAt,
  ) {
    this.#recorder = recorder;
    this.#names = names;
    this.#makeTickTracer = makeTickTracer;
    this.#makeArrivalTracer = makeArrivalTracer;
    this.#makeOrderTracer = makeOrderTracer;
    this.#promises = promises;
    this.#caches = caches;
    this.#readCaller = readCaller;
    this.#lookAt = lookAt;
  }

  /** @returns the wrapper of `original`; the function itself where it is a generator function or already a wrapper */
  wrap(original: AnyFunction, match: Match, location?: string, guard: ReentryGuard = this.#programGuard): AnyFunction {
    if (originalOf(original) !== undefined) return original;
    if (match.lookedAt === true)
      return this.#lookAt === undefined
        ? original
        : wrapAsynchronous(this.#recorder.active, this.#lookAt(match, location ?? ''), original, this.#promises);
    if (types.isGeneratorFunction(original)) {
      recordSteps(original, this.#recorder.active, this.tracerOf(match, location), this.#promises);
      return original;
    }
    if (match.kind === 'cache') return wrapLookUps(this.cacheOf(match, location), original);
    if (match.kind === 'indicator') return this.#wrapIndicator(original, match, this.#entry(match, location), guard);
    return wrapAsynchronous(this.#recorder.active, this.tracerOf(match, location), original, this.#promises);
  }

  /** The tracer that records calls of the function that `match` names. */
  tracerOf(match: Match, location: string | undefined): CallTracer {
    const { operation, inner } = this.#entry(match, location);
    if (match.kind === 'arrival') return this.#makeArrivalTracer(operation);
    if (match.order !== undefined) return this.#makeOrderTracer(operation, match.order);
    return inner === undefined
      ? new OperationTracer(this.#recorder, operation)
      : this.#makeTickTracer(operation, inner, match, location);
  }

  /** @returns what waiting at an `await` of the function that `match` names is called; `NO_AWAIT` beyond so many places */
  awaitOf(match: Match, location: string): number {
    if (this.#awaits === AWAITS_NAMED) return NO_AWAIT;
    this.#awaits++;
    return this.#names.intern('untraced', awaitName(match.name, location), { location });
  }

  /** How look-ups of the cache that `match` names are counted. */
  cacheOf(match: Match, location: string | undefined): LookUps {
    const { operation } = this.#entry(match, location);
    return new LookUps(operation, this.#caches.counterOf('configured', qualifiedText(match), location));
  }

  /** @param parameters their names; `undefined` for one that is a pattern @returns `undefined` where the function is no indicator */
  indicatorOf(
    match: Match,
    location: string,
    parameters: readonly (string | undefined)[],
    extended: ExtendedClasses,
  ): IndicatorParts | undefined {
    if (match.kind !== 'indicator' || match.lookedAt === true) return undefined;
    const operationOf = (name: string): Operation => {
      const entry = this.#entry({ ...match, name }, location);
      this.#observeInput(entry, match, parameters);
      return entry.operation;
    };
    const operations = new ReceivingClasses(operationOf(match.name), match.name, extended, operationOf);
    return { recorder: this.#recorder, operations, guard: this.#programGuard };
  }

  /** How calls of a function of the program's files are recorded, whose body says when it is entered and left. */
  bodyTracerOf(match: Match, location: string, parameters: readonly (string | undefined)[]): CallTracer {
    if (match.lookedAt === true && this.#lookAt !== undefined) return this.#lookAt(match, location);
    if (match.kind !== 'indicator') return this.tracerOf(match, location);
    const entry = this.#entry(match, location);
    this.#observeInput(entry, match, parameters);
    return new IndicatorTracer(this.#recorder, entry.operation, this.#programGuard);
  }

  #wrapIndicator(original: AnyFunction, match: Match, entry: Entry, guard: ReentryGuard): AnyFunction {
    const { operation } = entry;
    this.#observeInput(entry, match, []);
    const takesCallback = match.endsBy === 'callback' || lastParameterIsCallback(original);
    if (match.endsBy === undefined && !types.isAsyncFunction(original) && !takesCallback) {
      return wrapSynchronous(this.#recorder, operation, guard, original, this.#promises);
    }
    return wrapAsynchronous(
      this.#recorder.active,
      new IndicatorTracer(this.#recorder, operation, guard),
      original,
      this.#promises,
      takesCallback,
    );
  }

  #observeInput(entry: Entry, match: Match, parameters: readonly (string | undefined)[]): void {
    const { observeInput, packageName, isPure } = match;
    entry.operation.sizes ??= new SizedCalls();
    if (entry.inputs !== undefined || observeInput === undefined) return;
    const pureCalls = isPure === true ? new FollowedCalls(this.#caches.reuse) : undefined;
    entry.inputs = new OperationInputs(this.#names, entry.operation, packageName, pureCalls);
    entry.operation.input = observeInput(entry.inputs, parameters);
  }

  /**
   * The instrumented functions that were called since the last call of this method, with the number of calls. The first time
   * also those of the program that were not called, because a handler that is never called is worth knowing of.
   */
  takeInstrumented(): InstrumentedRow[] {
    const rows: InstrumentedRow[] = [];
    for (const entry of this.#entries.values()) {
      const calls = entry.operation.calls + (entry.inner?.calls ?? 0);
      const count = calls - (entry.reportedCalls ?? 0);
      const isNews = entry.reportedCalls === undefined && entry.found.location !== undefined;
      if (count > 0 || isNews) rows.push({ ...entry.found, count });
      entry.reportedCalls = calls;
    }
    return rows;
  }

  /** The inputs of indicators since the last call of this method. */
  takeInputs(): IndicatorInputs[] {
    return [...this.#entries.values()].flatMap(({ inputs }) => inputs?.take() ?? []);
  }

  /** How long calls took by the size of what they were given, since the last call of this method. */
  takeSizes(): OperationSizes[] {
    return [...this.#entries.values()].flatMap(({ operation }) => {
      const row = operation.sizes?.take();
      return row === undefined ? [] : { operationId: operation.id, row };
    });
  }

  /** A closure or a class that is evaluated again shares the entry of the first time. */
  #entry(match: Match, location: string | undefined): Entry {
    const found = foundFunction(match, location);
    const key = functionText(found);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = {
      found,
      operation: this.#operation(match, location),
      inner: match.kind === 'tick' ? this.#operation({ ...match, kind: 'internal' }, location) : undefined,
      inputs: undefined,
      reportedCalls: undefined,
    };
    if (this.#entries.size < LISTED_FUNCTIONS) this.#entries.set(key, entry);
    return entry;
  }

  #operation(match: Match, location: string | undefined): Operation {
    const { kind, strategy, packageName: library } = match;
    const indicator = kind === 'indicator' ? { library, parameters: new ParameterTexts() } : undefined;
    // The id of what is no operation is never read, so it takes no place in the name table.
    const operation = new Operation(
      this.#names,
      kind === 'arrival' || kind === 'cache' ? 'internal' : kind,
      qualifiedText(match),
      {
        location,
        strategy,
        indicator,
      },
    );
    // Callers are read of methods that ask a database and of indicators: their definitions do not say where the work is asked for.
    if (kind === 'database' || kind === 'indicator') operation.readCaller = this.#readCaller;
    return operation;
  }
}

function foundFunction(
  { name, packageName, rule, pattern, event }: Match,
  location: string | undefined,
): FoundFunction {
  return {
    name,
    ...(location !== undefined && { location }),
    ...(packageName !== undefined && { packageName }),
    rule,
    ...(pattern !== undefined && { pattern }),
    ...(event !== undefined && { event }),
  };
}
