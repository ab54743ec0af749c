// The product around a random program: its log, its drain, and its functions, as `live/instrument-program.ts` puts them together.

import { CacheCounters } from '../../../src/model/cache-counters.js';
import vm from 'node:vm';
import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import type { AnyFunction } from '../../../src/capture/rules/any-function.js';
import type { LogReader, RecorderSink } from '../../../src/capture/recorder/log-reader.js';
import { LAST_POSITION } from '../../../src/model/log/log-layout.js';
import type { LossId } from '../../../src/model/losses.js';
import {
  ActiveScope,
  ArrivalTracer,
  BodyHost,
  BodyRuntime,
  EventLog,
  InsertionSites,
  insertBodies,
  InstrumentedFunctions,
  LogDrain,
  NameTable,
  OpenTraces,
  ProgramFunctions,
  ProgramRules,
  ReentryGuard,
  LateRelays,
  RunningOperations,
  Scopes,
  TickTracer,
} from './drain-library.js';
import { DrainedEvents } from './drained-events.js';
import { FORMS, type FunctionForm } from './random-functions.js';
import type { RandomPlans } from './random-plans.js';
import { WatchedRecorder } from './watched-recorder.js';

/** How a log is made, and when it is read. */
export interface Variant {
  readonly name: string;
  readonly records: number;
  readonly firstPosition: number;
  /** A slice of 1 to 200 records is read after one in so many records; 0: only when the recorder asks, and at the end. */
  readonly recordsBetweenSlices: number;
  /** The end of one in so many synchronous calls is not written, as where the stack is full; 0: none is lost. */
  readonly endsBetweenLost: number;
  /** Only functions of files that may leave work behind: every tick has a context. */
  readonly alwaysEnters: boolean;
}

export type MeasuredFunction = (event: object, work: object, callback?: (error: unknown) => void) => unknown;

const active = new ActiveScope();
const failures: string[] = [];
/** Of the product that was made last. */
let lastRecorder: WatchedRecorder | undefined;
/** One for the process: its hooks stay on for a while. */
const runtime = new BodyRuntime({
  active,
  recorder: {
    stillLeaving: () => lastRecorder?.stillLeaving(),
    left: () => lastRecorder?.left(),
    awaits: () => {},
    turn: undefined,
  },
  tickscopeFile: require.resolve('./drain-library.js'),
  onError: (what, error) => failures.push(`${what}: ${(error as Error).stack ?? String(error)}`),
  onForgotten: () => failures.push('a promise was forgotten'),
  onEndNotSeen: () => failures.push('a promise that is not native'),
  asTickscopeWork: (work) => work(),
  watchingCost: () => {},
});
process.on('unhandledRejection', (_reason, promise) => runtime.promises.unhandled(promise));

/** What is in use in the tables of the drain that was made last. */
const inUse = { operations: 0, scopes: undefined as Scopes | undefined };
watchTables();

export class FuzzedProduct implements LogReader, RecorderSink {
  readonly active: ActiveScope = active;
  readonly names: NameTable = new NameTable();
  readonly log: EventLog;
  readonly events: DrainedEvents = new DrainedEvents(this);
  readonly recorder: WatchedRecorder;
  readonly functions: ReadonlyMap<FunctionForm, MeasuredFunction>;
  readonly drainLog: LogDrain;
  readonly lost: LossId[] = [];
  readonly losses: { add(id: LossId): void } = { add: (id) => void this.lost.push(id) };
  readonly variant: Variant;
  readonly chance: RandomPlans;

  constructor(variant: Variant, chance: RandomPlans, loop: LoopEvents) {
    this.variant = variant;
    this.chance = chance;
    failures.length = 0;
    inUse.operations = 0;
    inUse.scopes = undefined;
    this.log = new EventLog(variant.records, variant.firstPosition);
    if (variant.alwaysEnters) this.log.leavesWork.fill(1);
    this.drainLog = new LogDrain(this.log, this.events, (digits) => 'a'.repeat(digits), loop);
    this.recorder = lastRecorder = new WatchedRecorder(this.log, this, this);
    this.functions = this.#functions();
  }

  /** The position of the record that the drain is reading. */
  get readPosition(): number {
    const next = (this.log.position - this.drainLog.waiting) & LAST_POSITION;
    return next <= 1 ? (next + LAST_POSITION - 1) & LAST_POSITION || LAST_POSITION : next - 1;
  }

  get waiting(): number {
    return this.drainLog.waiting;
  }

  /** Between two records of capture. */
  written(): void {
    const { recordsBetweenSlices, records } = this.variant;
    if (recordsBetweenSlices === 0) return;
    if (this.drainLog.waiting > records * 0.8) return this.drain();
    if (this.chance.below(recordsBetweenSlices) > 0) return;
    this.drainLog.run(1 + this.chance.below(200));
    this.recorder.drained();
  }

  /** What is wrong at the bottom of the stack, when everything has ended and the log has been read. */
  leftovers(): string[] {
    const { traces } = this.drainLog;
    const { promises, starts, recursions, nested } = runtime;
    const counts: Record<string, number> = {
      'the synchronous scope': active.light,
      'the store': Number(active.store !== undefined),
      'scopes in the drain': inUse.scopes?.count ?? 0,
      'operations in the drain': inUse.operations,
      'unmatched records': traces.unmatched - this.recorder.lost.size,
      'watched promises': promises.count,
      'starts of async functions': starts.depth,
      recursions: recursions.depth,
      'nested calls': nested.count,
      'records that wait': this.drainLog.waiting,
    };
    const left = Object.keys(counts).filter((what) => counts[what] !== 0);
    return [...left.map((what) => `${what}: ${counts[what]}`), ...failures, ...this.lost];
  }

  drain(): void {
    this.drainLog.run();
    this.recorder.drained();
  }

  traceOf(scope: number): ReturnType<OpenTraces['traceOf']> {
    if (scope === 0) return undefined;
    this.drain();
    return this.drainLog.traces.traceOf(scope);
  }

  placeOf(scope: number): ReturnType<OpenTraces['placeOf']> {
    if (scope === 0) return undefined;
    this.drain();
    return this.drainLog.traces.placeOf(scope);
  }

  turnedOutFailed(begin: number, operationId: number, isTickShaped: boolean, symbol: string | undefined): void {
    this.drain();
    this.events.turnsOutFailed(begin);
    this.drainLog.turnedOutFailed(begin, operationId, isTickShaped, symbol);
  }

  operationIn(scope: number): number | undefined {
    return this.drainLog.traces.operationIn(scope);
  }

  rename(): void {}
  leavesItself(): void {}
  endGiven(): void {}
  eventsReceived(): void {}
  eventsHandled(): void {}
  logFills(): void {}
  spanCost(): void {}
  watchingCost(): void {}

  onDue(): number {
    return Infinity;
  }

  #functions(): Map<FunctionForm, MeasuredFunction> {
    const { recorder, names } = this;
    const instrumented = new InstrumentedFunctions(
      recorder,
      names,
      (tick, inner, match) => new TickTracer(recorder, tick, inner, match, {}, new LateRelays(recorder)),
      (receiver) => new ArrivalTracer(recorder, receiver),
      () => {
        throw new Error('there are no orders');
      },
      runtime.returned,
      new CacheCounters(),
    );
    const sites = new InsertionSites();
    const program = new ProgramFunctions(sites, instrumented, runtime);
    const noLoops = { step: (): void => {}, pulls: (): void => {} };
    const onError = (what: string, error: unknown): void => void failures.push(`${what}: ${String(error)}`);
    const host = new BodyHost(recorder, (id) => program.bodyOf(id), program, noLoops, onError);
    const forms = FORMS.filter(({ isPlain }) => !(isPlain && this.variant.alwaysEnters));
    const functions = new Map<FunctionForm, MeasuredFunction>();
    for (const isPlain of [true, false]) {
      const inFile = forms.filter((form) => form.isPlain === isPlain);
      const bodies = evaluate(
        inFile.filter(({ isBody }) => isBody),
        isPlain,
        (text) => {
          const file = { displayName: 'bot.js', fileName: 'bot.js', source: text, sourceType: 'script' as const };
          const rules = new ProgramRules([{ match: ({ name }) => inFile.find((form) => form.name === name)?.match }]);
          const rewritten = insertBodies(file, '$tk', sites, rules, ({ why }) => failures.push(why));
          if (rewritten === undefined) return { text, given: {} };
          const recursions = rewritten.recursiveIds.map((id) => [`$tkr${id}`, program.recursiveFunction(id)]);
          return { text: rewritten.text, given: { $tk: host, ...Object.fromEntries(recursions) } };
        },
      );
      const bare = evaluate(
        inFile.filter(({ isBody }) => !isBody),
        isPlain,
        (text) => ({ text, given: {} }),
      );
      for (const form of inFile) {
        const { name, match, isBody, guard } = form;
        const own = guard === 'own' ? new ReentryGuard() : undefined;
        const measured = isBody ? bodies[name] : instrumented.wrap(bare[name] as AnyFunction, match, 'bot.js:1', own);
        functions.set(form, measured as MeasuredFunction);
      }
    }
    return functions;
  }
}

function evaluate(
  forms: readonly FunctionForm[],
  isPlain: boolean,
  rewrite: (text: string) => { readonly text: string; readonly given: object },
): Record<string, MeasuredFunction> {
  const { text, given } = rewrite(forms.map((form) => form.text).join('\n'));
  const names = forms.map(({ name }) => name).join(', ');
  const code = `(function (${Object.keys(given).join(', ')}) {let $tkv;${text}\nreturn { ${names} };\n})`;
  // Functions are told by their file and place.
  const filename = `/bot/${isPlain ? 'plain' : 'any'}-${'$tk' in given ? 'bodies' : 'wrapped'}.js`;
  const make = vm.runInThisContext(code, { filename }) as (...args: unknown[]) => Record<string, MeasuredFunction>;
  return make(...Object.values(given));
}

/** Counts what the drain's tables hold, which nobody else asks for. */
function watchTables(): void {
  const { add, remove } = RunningOperations.prototype;
  RunningOperations.prototype.add = function (...args): number {
    inUse.operations++;
    return add.apply(this, args);
  };
  RunningOperations.prototype.remove = function (running): void {
    inUse.operations--;
    remove.call(this, running);
  };
  const addScope = Scopes.prototype.add;
  Scopes.prototype.add = function (...args): number {
    inUse.scopes = this;
    return addScope.apply(this, args);
  };
}
