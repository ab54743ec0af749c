// Looks at a running program for `tickscope doctor`: functions that no rule takes, and what cannot be seen at all.

import { qualifiedName } from '../rules/names.js';
import { EventEmitter } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Context, context, type TracerProvider } from '@opentelemetry/api';
import type { NameTable } from '../../model/name-table.js';
import { OBSERVATIONS_EXTENSION, type Observations } from '../../model/record/observations.js';
import type { RuleId } from '../../model/rules.js';
import { startInterval } from '../../primordials.js';
import type { Instrumentation, ProgramRule } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';
import type { OpenCall, CallTracer } from '../wrap/call-tracer.js';
import { tickContextOf } from '../recorder/tick-context.js';
import type { ProgramFiles } from '../load/program-files.js';
import { LoadedPackages } from './loaded-packages.js';
import {
  type Frame,
  type Identity,
  type ObservedFunction,
  ObservedCallTracer,
  ObservedFunctions,
  running,
  withFrame,
} from './observed-functions.js';
import { beforeProcessEvent } from '../../process-events.js';
import { debug } from '../../stderr.js';

/** Where the program is ended from outside, what was seen in its last second is lost. */
const WRITE_MILLIS = 1_000;
const { apply } = Reflect;
/** Node's own, and every emitter's: what it is given says nothing of the market. */
const NO_MARKET_EVENT =
  /^(?:newListener|removeListener|error|data|end|close|finish|readable|drain|pipe|connect\w*|exit|lookup|request|response|socket|free)$/;

export class Doctor {
  readonly #names: NameTable;
  readonly #functions = new ObservedFunctions();
  readonly #packages: LoadedPackages;

  constructor(names: NameTable, programFiles: ProgramFiles) {
    this.#names = names;
    this.#packages = new LoadedPackages(programFiles);
  }

  /** The last of the list: its rule takes every function that no other rule takes. */
  get instrumentation(): Instrumentation {
    const rule: ProgramRule = {
      hint: { test: () => true },
      match: (candidate) => ({ kind: 'internal', name: qualifiedName(candidate), rule: 'doctor', lookedAt: true }),
    };
    return { id: 'doctor', rules: [rule] };
  }

  lookAt({ name }: Match, location: string): CallTracer {
    return new ObservedCallTracer(this.#observed(name, location));
  }

  /** Observes the calls that `tracer` does not record. */
  watch(tracer: CallTracer, { name, rule }: Match, location = ''): CallTracer {
    const observed = this.#observed(name, location, rule);
    const notRecorded = new ObservedCallTracer(observed);
    return {
      start: (args, needsContext): OpenCall | undefined => tracer.start(args, needsContext) ?? notRecorded.start(args),
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
            this.#queryStarted(from ?? context.active());
            return tracer.startSpan(name, options, from);
          },
          startActiveSpan: tracer.startActiveSpan.bind(tracer),
        };
      },
    };
  }

  watchEvents(): void {
    const { emit } = EventEmitter.prototype;
    const enter = (event: unknown, args: readonly unknown[]): Frame | undefined => {
      if (typeof event !== 'string' || args.length === 0 || NO_MARKET_EVENT.test(event)) return undefined;
      const observed = this.#functions.of({ kind: 'event', name: event, location: '', path: '' });
      const frame = observed.enter(args);
      return frame?.looksLikeTick === true ? frame : undefined;
    };
    EventEmitter.prototype.emit = function (event, ...args) {
      const frame = enter(event, args);
      if (frame === undefined) return apply(emit, this, [event, ...args]);
      const scope = context.attach(withFrame(frame));
      try {
        return apply(emit, this, [event, ...args]);
      } finally {
        scope.dispose();
        frame.ended = true;
      }
    };
  }

  watchPackages(): void {
    this.#packages.watch();
  }

  /** Writes what was seen every second, and when the process ends. */
  keep(folder: string, name: string): void {
    const file = path.join(folder, name + OBSERVATIONS_EXTENSION);
    const write = (): void => {
      const { packages, notSeen } = this.#packages.describe();
      const observations: Observations = { functions: this.#functions.describe(), packages, notSeen };
      try {
        writeFileSync(`${file}.new`, JSON.stringify(observations), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch (error) {
        // Without the folder there is no record either, and the record writer has reported that.
        debug(`cannot write ${file}`, error);
      }
    };
    startInterval(write, WRITE_MILLIS).unref();
    beforeProcessEvent('exit', () => {
      write();
      return false;
    });
  }

  #observed(name: string, location: string, rule?: RuleId): ObservedFunction {
    const identity: Identity = { kind: 'function', name, location, path: location.replace(/:\d+$/, '') };
    return this.#functions.of(rule === undefined ? identity : { ...identity, rule });
  }

  #queryStarted(from: Context): void {
    const recorded = tickContextOf(from);
    const operationId = recorded?.trace.buffer?.operationIds[recorded.top];
    const isOfDatabase = operationId !== undefined && this.#names.entry(operationId).kind === 'database';
    const frame = isOfDatabase ? undefined : running(from);
    if (frame !== undefined) frame.observed.queries++;
  }
}
