// Looks at a running program for `tickscope doctor`: functions that no rule takes, and what cannot be seen at all.

import { qualifiedName } from '../rules/names.js';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { type Context, context, type TracerProvider } from '@opentelemetry/api';
import type { NameTable } from '../../model/name-table.js';
import { OBSERVATIONS_EXTENSION, type Observations } from '../../model/record/observations.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import type { RuleId } from '../../model/rules.js';
import { renameFileSync, writeWholeFileSync } from '../../primordials.js';
import type { Instrumentation, ProgramRule } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';
import type { OpenCall, CallTracer } from '../wrap/call-tracer.js';
import type { Recorder } from '../recorder/recorder.js';
import { scopeIn } from '../recorder/scope-context.js';
import type { ProgramFiles } from '../load/program-files.js';
import { LoadedPackages } from './loaded-packages.js';
import { packageExports } from './package-exports.js';
import {
  type Frame,
  type Identity,
  type ObservedFunction,
  ObservedCallTracer,
  ObservedFunctions,
  runningIn,
  withFrame,
} from './observed-functions.js';
import { debug } from '../../stderr.js';

const { apply } = Reflect;
/** Node's own, and every emitter's: what it is given says nothing of the market. */
const NO_MARKET_EVENT =
  /^(?:newListener|removeListener|error|data|end|close|finish|readable|drain|pipe|connect\w*|exit|lookup|request|response|socket|free)$/;

/** What speaks for a function. */
interface Speakers {
  readonly rule?: RuleId | undefined;
  readonly packageName?: string | undefined;
}

export class Doctor {
  readonly #names: NameTable;
  readonly #recorder: Recorder;
  readonly #functions = new ObservedFunctions();
  readonly #packages: LoadedPackages;

  constructor(names: NameTable, programFiles: ProgramFiles, recorder: Recorder) {
    this.#names = names;
    this.#packages = new LoadedPackages(programFiles);
    this.#recorder = recorder;
  }

  /** The last of the list: its rule takes every function that no other rule takes. */
  get instrumentation(): Instrumentation {
    const rule: ProgramRule = {
      hint: { test: () => true },
      match: (candidate) => ({ kind: 'internal', name: qualifiedName(candidate), rule: 'doctor', lookedAt: true }),
    };
    return { id: 'doctor', rules: [rule], packages: [packageExports] };
  }

  lookAt({ name, packageName }: Match, location: string): CallTracer {
    return new ObservedCallTracer(this.#observed(name, location, { packageName }), this.#recorder);
  }

  /** Observes the calls that `tracer` does not record. */
  watch(tracer: CallTracer, { name, rule }: Match, location = ''): CallTracer {
    const observed = this.#observed(name, location, { rule });
    const notRecorded = new ObservedCallTracer(observed, this.#recorder);
    return {
      start: (args, needsContext): OpenCall | undefined => tracer.start(args, needsContext) ?? notRecorded.start(args),
      isInTrace: () => tracer.isInTrace?.() !== false,
      losses: tracer.losses,
    };
  }

  /** Counts the queries of functions that no rule takes for a database's. */
  watchQueries(provider: TracerProvider): TracerProvider {
    return {
      getTracer: (...names) => {
        const tracer = provider.getTracer(...names);
        return {
          startSpan: (name, options, from) => {
            this.queryStarted(from ?? context.active());
            return tracer.startSpan(name, options, from);
          },
          startActiveSpan: tracer.startActiveSpan.bind(tracer),
        };
      },
    };
  }

  watchEvents(): void {
    const { emit } = EventEmitter.prototype;
    const recorder = this.#recorder;
    const { active } = recorder;
    const enter = (event: unknown, args: readonly unknown[]): Frame | undefined => {
      if (typeof event !== 'string' || args.length === 0 || NO_MARKET_EVENT.test(event)) return undefined;
      const observed = this.#functions.of({ kind: 'event', name: event, location: '', path: '' });
      const frame = observed.enter(args, recorder);
      return frame?.looksLikeTick === true ? frame : undefined;
    };
    EventEmitter.prototype.emit = function (event, ...args) {
      const frame = enter(event, args);
      if (frame === undefined) return apply(emit, this, [event, ...args]);
      const { store } = active;
      active.put(withFrame(frame, recorder));
      try {
        return apply(emit, this, [event, ...args]);
      } finally {
        active.put(store);
        frame.ended = true;
      }
    };
  }

  watchPackages(): void {
    this.#packages.watch();
  }

  /** Writes what was seen so far. */
  write(folder: string, processInfo: ProcessInfo): void {
    const file = path.join(folder, processInfo.id + OBSERVATIONS_EXTENSION);
    const { packages, notSeen } = this.#packages.describe();
    const observations: Observations = {
      process: processInfo,
      functions: this.#functions.describe(),
      packages,
      notSeen,
    };
    try {
      writeWholeFileSync(`${file}.new`, JSON.stringify(observations), { mode: 0o600 });
      renameFileSync(`${file}.new`, file);
    } catch (error) {
      // Without the folder there is no record either, and the record writer has reported that.
      debug(`cannot write ${file}`, error);
    }
  }

  #observed(name: string, location: string, { rule, packageName }: Speakers): ObservedFunction {
    const identity: Identity = { kind: 'function', name, location, path: location.replace(/:\d+$/, '') };
    return this.#functions.of({
      ...identity,
      ...(rule !== undefined && { rule }),
      ...(packageName !== undefined && { packageName }),
    });
  }

  queryStarted(from: Context | undefined): void {
    const operationId = this.#recorder.operationIn(
      (from === undefined ? 0 : scopeIn(from)) || this.#recorder.active.get(),
    );
    const isOfDatabase = operationId !== undefined && this.#names.entry(operationId).kind === 'database';
    const frame = isOfDatabase ? undefined : runningIn(from);
    if (frame !== undefined) frame.observed.queries++;
  }

  /** Something goes out that is no order: it is one of the outermost function that is called as for an order. */
  sends(from: Context | undefined): void {
    let order: Frame | undefined;
    for (let frame = runningIn(from); frame !== undefined; frame = frame.outer)
      if (frame.looksLikeOrder && !frame.ended) order = frame;
    if (order !== undefined) order.observed.sends++;
  }
}
