// Instruments the program: its files, its packages, the modules of Node.js and its spans, by every instrumentation in the list.

import path from 'node:path';
import type * as WorkerThreads from 'node:worker_threads';
import type * as DoctorPart from '../capture/doctor/doctor.js';
import type { Doctor } from '../capture/doctor/doctor.js';
import { ConfiguredNames } from '../capture/instrumentations/configured/configured-names.js';
import { extractorsOf } from '../capture/instrumentations/configured/extract.js';
import type { Host, MakeInstrumentation } from '../capture/instrumentations/host.js';
import { INSTRUMENTATIONS } from '../capture/instrumentations/index.js';
import { ArrivalTracer } from '../capture/instrumentations/tick/arrivals/arrival-tracer.js';
import { MessageTracer } from '../capture/instrumentations/tick/listeners/message-tracer.js';
import { symbolOfOrder } from '../capture/instrumentations/tick/event/order-symbol.js';
import { LateRelays } from '../capture/instrumentations/tick/relays/late-relays.js';
import { TickTracer } from '../capture/instrumentations/tick/tick-tracer.js';
import { BodyHost } from '../capture/body/body-host.js';
import { BodyRuntime } from '../capture/body/body-runtime.js';
import { defineLexical, defineReturnVariables, HOST_NAMES, recursiveName } from '../capture/body/lexical-host.js';
import { loadPromiseHooks } from '../capture/body/promise-hooks.js';
import { BuiltinPatches } from '../capture/load/builtin-patches.js';
import { CallSites } from '../capture/load/call-sites.js';
import { subscribeToChannels } from '../capture/load/channel-subscriptions.js';
import { FunctionTexts } from '../capture/load/function-text.js';
import type { LoadedTexts } from '../capture/load/loaded-texts.js';
import { isRelay, measuredListener } from '../capture/load/measured-functions.js';
import { installModuleHooks } from '../capture/load/module-hooks.js';
import { OriginalPositions } from '../capture/load/original-positions.js';
import { PackagePatches } from '../capture/load/package-patches.js';
import { ProgramFiles } from '../capture/load/program-files.js';
import { ProgramFunctions } from '../capture/load/program-functions.js';
import { ProgramLoops } from '../capture/load/program-loops.js';
import { formatStacksAsWritten } from '../capture/load/stack-traces.js';
import { printUncaughtLines } from '../capture/load/uncaught-lines.js';
import { SourceTransformer } from '../capture/load/transform-source.js';
import { TelemetryPackages } from '../capture/load/telemetry-packages.js';
import { UnmeasuredPackages } from '../capture/load/unmeasured-packages.js';
import { RecorderTracerProvider } from '../capture/otel/recorder-tracer.js';
import { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import { Orders } from '../capture/recorder/orders.js';
import type { Recorder } from '../capture/recorder/recorder.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import { InsertionSites } from '../capture/rewrite/insertion-sites.js';
import type { BuiltinPatch, Instrumentation } from '../capture/rules/instrumentation.js';
import { InstrumentedFunctions, type MakeTickTracer, type ReadCaller } from '../capture/wrap/instrumented-functions.js';
import { OrderTracer } from '../capture/wrap/order-tracer.js';
import type { ReturnedPromises } from '../capture/wrap/returned-promises.js';
import type { Config } from '../config/config.js';
import type { GlobalApi } from '../export/global-api.js';
import type { Coverage } from './coverage.js';
import { piece } from '../measured-work.js';
import { makeHistogramTables } from '../model/histogram/histogram-buckets.js';
import { startImmediate } from '../primordials.js';
import type { NameTable } from '../model/name-table.js';
import { beforeProcessEvent } from '../process-events.js';
import { startSharing } from '../this-thread.js';
import type { PoolCounters } from '../model/pool-counters.js';
import type { NotSeenRow } from '../model/record/record-segment.js';

/** The key of the state, of which a process has one copy, however many copies of the package are loaded. */
export const STATE: unique symbol = Symbol.for('tickscope.v1');

export interface CaptureParts {
  readonly config: Config;
  /** Gets the packages by which the program measures itself. */
  readonly process: { telemetry?: readonly string[] };
  /** The working directory of the program. */
  readonly programFolder: string;
  readonly names: NameTable;
  readonly coverage: Coverage;
  readonly pools: PoolCounters;
  readonly recorder: Recorder;
  readonly globalApi: GlobalApi;
  /** Gets the texts of files as they run. */
  readonly texts: LoadedTexts;
  /** Called for a synchronous call that took long. */
  readonly onSlowCall: Host['onSlowCall'];
  /** Called when the first file of the program was rewritten. */
  readonly onFirstRewritten: () => void;
}

export interface InstrumentedProgram {
  /** Takes the spans that the program makes with Tickscope's SDK. */
  readonly intake: SpansInTicks;
  readonly doctor: Doctor | undefined;
  /** Ends the orders of which nothing more will show. */
  settleOrders(): void;
  /** Installs what has to wait until all of Tickscope has started. */
  installLast(): void;
  /** The configured names that nothing in the program matched, and the program's texts that the module hooks did not get. */
  notFound(): NotSeenRow[];
}

export function instrumentProgram(parts: CaptureParts): InstrumentedProgram {
  const { config, programFolder: workingDirectory, names, coverage, recorder, globalApi, texts, onSlowCall } = parts;
  let isRewritten = false;
  const tickscopeFolder = __dirname;
  const programFiles = new ProgramFiles(tickscopeFolder, () => (process.argv as readonly string[] | undefined)?.[1]);
  const doctor = config.doctor ? makeDoctor(names, programFiles, recorder) : undefined;
  const configured = new ConfiguredNames(config.names);
  const notSeen = (row: NotSeenRow): void => coverage.notSeen(row);
  const onError = (name: string, error: unknown): void =>
    notSeen({ name, why: `instrumenting it failed: ${String(error)}` });
  const runtime = new BodyRuntime({
    active: recorder.active,
    recorder,
    // The parts of the preload.
    tickscopeFile: path.dirname(__filename) + path.sep,
    onError,
    onForgotten: () => recorder.losses.add('promises_beyond_watched'),
    onEndNotSeen: () => recorder.losses.add('calls_with_other_promises'),
    asTickscopeWork,
    watchingCost: (nanos, events) => recorder.watchingCost(nanos, events),
  });
  beforeProcessEvent('unhandledRejection', (_reason, promise) => {
    runtime.promises.unhandled(promise as object);
    return false;
  });
  const orders = new Orders(recorder, afterThisTurn);
  const readCaller = new CallSites(programFiles, workingDirectory).observerIn(names);
  const functions = instrumentedFunctions(parts, orders, doctor, runtime.returned, readCaller);
  const recordedScopes = new Set<string>();
  const spansInTicks = (isTickscopeSdk: boolean): SpansInTicks =>
    new SpansInTicks(recorder, names, isTickscopeSdk, recordedScopes, (error) =>
      onError('spans of the program', error),
    );

  const instrumentationHost: Host = {
    recorder,
    names,
    caches: coverage.caches,
    askedValues: coverage.askedValues,
    pools: parts.pools,
    externals: coverage.externals,
    orders,
    propagates: config.propagate,
    configured,
    programSpans: spansInTicks(false),
    recordedScopes,
    programFiles,
    workingDirectory,
    wrap: (original, match, location) => functions.wrap(original, match, location),
    measuredListener,
    isRelay(candidate) {
      try {
        return isRelay(candidate);
      } catch (error) {
        onError(candidate.name, error);
        return false;
      }
    },
    tracerProvider(naming) {
      const provider = new RecorderTracerProvider(recorder, names, naming);
      return doctor?.watchQueries(provider) ?? provider;
    },
    apiLoaded: (exports, version) => globalApi.onOtherCopy(exports, version),
    onSlowCall,
    onQuery: () => doctor?.queryStarted(recorder.active.context),
    onSend: () => doctor?.sends(recorder.active.context),
    onError,
  };
  const instrumentations: readonly Instrumentation[] = [
    ...INSTRUMENTATIONS.flatMap((make) => made(make, instrumentationHost)),
    ...(doctor === undefined ? [] : [doctor.instrumentation]),
  ];
  const install = (isLast: boolean): void => {
    for (const each of instrumentations.filter(({ installsLast = false }) => installsLast === isLast)) {
      try {
        each.install?.();
      } catch (error) {
        onError(each.id, error);
      }
    }
  };

  const functionTexts = new FunctionTexts();
  functionTexts.install();
  const positions = new OriginalPositions();
  const firstPlaceOf = formatStacksAsWritten(tickscopeFolder, positions, functionTexts);
  printUncaughtLines(positions, firstPlaceOf);
  install(false);
  subscribeToChannels(
    instrumentations.flatMap(({ channels = [] }) => channels),
    onError,
  );
  const sites = new InsertionSites();
  const packages = new PackagePatches(
    configured.packages(instrumentations.flatMap(({ packages: patches = [] }) => patches)),
    functions,
    onError,
  );
  const programFunctions = new ProgramFunctions(sites, functions, runtime);
  const loops = new ProgramLoops(runtime, sites, functions, onError);
  const host = new BodyHost(recorder, (id) => programFunctions.bodyOf(id), programFunctions, loops, onError);
  defineLexical(HOST_NAMES, host);
  defineReturnVariables(HOST_NAMES);
  Object.defineProperty(globalThis, STATE, { value: { packages } });
  const hooks = installModuleHooks(
    new SourceTransformer(
      configured.programFunctions(instrumentations.flatMap(({ rules = [] }) => rules)),
      sites,
      notSeen,
      workingDirectory,
      (text) => {
        if (!isRewritten) prepareForTicks(parts);
        isRewritten = true;
        functionTexts.add(text);
        positions.add(text);
      },
      (filename, text) => texts.addFile(filename, text),
      (name, id) => defineLexical([recursiveName(name, id)], programFunctions.recursiveFunction(id)),
    ),
    packages,
    new BuiltinPatches([...instrumentations.flatMap(({ builtins = [] }) => builtins), THREADS], onError),
    programFiles,
    texts,
    [
      new UnmeasuredPackages(
        instrumentations.map(({ notMeasured = {} }) => notMeasured),
        notSeen,
      ),
      new TelemetryPackages(parts.process),
    ],
    notSeen,
  );
  return {
    intake: spansInTicks(true),
    doctor,
    settleOrders: orders.settled,
    installLast: () => install(true),
    notFound: () => [...configured.notFound(), ...hooks.notReached()],
  };
}

/** What the first tick would have to wait for: node:v8 and the tables of the histograms took 7 ms of it. */
function prepareForTicks({ onFirstRewritten }: CaptureParts): void {
  loadPromiseHooks();
  makeHistogramTables();
  onFirstRewritten();
}

function afterThisTurn(work: () => void): void {
  asTickscopeWork(() => startImmediate(piece('closing', 'ending orders', work)).unref());
}

/** What a thread takes over from this one has to be there before the program can start one. */
const THREADS: BuiltinPatch = {
  name: 'node:worker_threads',
  patch: (exports) => startSharing(exports as typeof WorkerThreads),
};

/** An instrumentation that cannot be made is left out; the others work without it. */
function made(make: MakeInstrumentation, host: Host): Instrumentation[] {
  try {
    return [make(host)];
  } catch (error) {
    host.onError(`instrumentation ${make.name}`, error);
    return [];
  }
}

/** A part of the preload that most programs never load. */
function makeDoctor(...given: ConstructorParameters<typeof Doctor>): Doctor {
  const { Doctor: LoadedDoctor } = require('../capture/doctor/doctor.js') as typeof DoctorPart;
  return new LoadedDoctor(...given);
}

/** What is wrapped, and how its calls are recorded. */
function instrumentedFunctions(
  { config, names, coverage, recorder }: CaptureParts,
  orders: Orders,
  doctor: Doctor | undefined,
  promises: ReturnedPromises,
  readCaller: ReadCaller,
): InstrumentedFunctions {
  const extractors = extractorsOf(config.names);
  const relays = new LateRelays(recorder);
  const makeTickTracer: MakeTickTracer = (tick, inner, match, location) => {
    const ticks = new TickTracer(recorder, tick, inner, match, extractors, relays);
    if (match.takesMessages === true) return new MessageTracer(ticks);
    return doctor?.watch(ticks, match, location) ?? ticks;
  };
  const functions = new InstrumentedFunctions(
    recorder,
    names,
    makeTickTracer,
    (receiver) => new ArrivalTracer(recorder, receiver),
    (operation, order) => new OrderTracer(recorder, orders, operation, order, symbolOfOrder),
    promises,
    coverage.caches,
    readCaller,
    doctor && ((match, location) => doctor.lookAt(match, location)),
  );
  coverage.readFrom(functions);
  return functions;
}
