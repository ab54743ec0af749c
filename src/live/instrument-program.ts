// Reaches the program: its own code, its packages, Node's own modules and its spans, by every instrumentation there is.

import { Doctor } from '../capture/doctor/doctor.js';
import { ConfiguredNames } from '../capture/instrumentations/configured/configured-names.js';
import { extractorsOf } from '../capture/instrumentations/configured/extract.js';
import { pgDatabase, PgSpanNaming } from '../capture/instrumentations/database/pg.js';
import { sqliteDatabase } from '../capture/instrumentations/database/sqlite.js';
import { INDICATOR_PACKAGES, RECEIVER_PACKAGES, PROGRAM_RULES } from '../capture/instrumentations/index.js';
import { ArrivalTracer } from '../capture/instrumentations/tick/arrivals/arrival-tracer.js';
import { emitterPackages } from '../capture/instrumentations/tick/listeners/emitter-packages.js';
import { instrumentEventEmitters } from '../capture/instrumentations/tick/listeners/event-emitters.js';
import { instrumentEventTargets } from '../capture/instrumentations/tick/listeners/event-targets.js';
import { Listeners } from '../capture/instrumentations/tick/listeners/listeners.js';
import { listenToJsonParse, MessageTracer } from '../capture/instrumentations/tick/listeners/message-tracer.js';
import { TickTracer } from '../capture/instrumentations/tick/tick-tracer.js';
import { BuiltinPatches } from '../capture/load/builtin-patches.js';
import { InsertionSites } from '../capture/rewrite/insertion-sites.js';
import type { PackagePatch } from '../capture/rules/instrumentation.js';
import { InstrumentedFunctions, type LookAt, type MakeTickTracer } from '../capture/wrap/instrumented-functions.js';
import { installToString } from '../capture/load/function-text.js';
import { installModuleHooks } from '../capture/load/module-hooks.js';
import { ProgramFunctions } from '../capture/load/program-functions.js';
import { ProgramLoops } from '../capture/load/program-loops.js';
import { PackagePatches } from '../capture/load/package-patches.js';
import { hideTickscopeFrames } from '../capture/load/stack-traces.js';
import { SourceTransformer } from '../capture/load/transform-source.js';
import { programSdks } from '../capture/instrumentations/opentelemetry/program-sdks.js';
import { RecorderTracerProvider } from '../capture/otel/recorder-tracer.js';
import { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import type { Recorder } from '../capture/recorder/recorder.js';
import type { Config } from '../config/config.js';
import type { GlobalApi } from '../export/global-api.js';
import type { RunningSegment } from './running-segment.js';
import type { NameTable } from '../model/name-table.js';
import type { NotSeenRow } from '../model/record/record-segment.js';

/** One copy of the state in a process, whatever copies of the package there are. */
export const STATE: unique symbol = Symbol.for('tickscope.v1');

export interface CaptureParts {
  readonly config: Config;
  readonly names: NameTable;
  readonly record: RunningSegment;
  readonly recorder: Recorder;
  readonly globalApi: GlobalApi;
}

export interface InstrumentedProgram {
  /** For the spans that the program makes on Tickscope's SDK. */
  readonly intake: SpansInTicks;
  readonly doctor: Doctor | undefined;
  /** What the configuration names and the program did not load. */
  notFound(): NotSeenRow[];
}

export function instrumentProgram({ config, names, record, recorder, globalApi }: CaptureParts): InstrumentedProgram {
  const doctor = config.doctor ? new Doctor(names) : undefined;
  const configured = new ConfiguredNames(config.names);
  const extractors = extractorsOf(config.names);
  const makeTickTracer: MakeTickTracer = (tick, inner, match, location) => {
    const ticks = new TickTracer(recorder, tick, inner, match, extractors);
    if (match.takesMessages === true) return new MessageTracer(ticks);
    return doctor?.watch(ticks, match, location) ?? ticks;
  };
  const lookAt: LookAt | undefined = doctor && ((match, location) => doctor.lookAt(match, location));
  const functions = new InstrumentedFunctions(
    recorder,
    names,
    makeTickTracer,
    (receiver) => new ArrivalTracer(recorder, receiver),
    lookAt,
  );
  record.describeCoverage(() => functions.takeInstrumented());
  record.describeInputs(() => functions.takeInputs());
  const notSeen = (row: NotSeenRow): void => record.notSeen(row);
  const failed = (name: string, error: unknown): void =>
    record.notSeen({ name, why: `instrumenting it failed: ${String(error)}` });

  const sites = new InsertionSites();
  const programFunctions = new ProgramFunctions(sites, functions, failed);
  const programLoops = new ProgramLoops(sites, functions, failed);
  const workingDirectory = process.cwd();
  const tickscopeFolder = __dirname;
  installToString();
  hideTickscopeFrames(tickscopeFolder);
  const recordedScopes = new Set<string>();
  const spansInTicks = (isTickscopeSdk: boolean): SpansInTicks =>
    new SpansInTicks(recorder, names, isTickscopeSdk, recordedScopes, (error) =>
      failed("spans of the program's own", error),
    );
  const tracers = new RecorderTracerProvider(recorder, names, new PgSpanNaming());
  const databases = [
    pgDatabase(doctor?.watchQueries(tracers) ?? tracers, recordedScopes),
    sqliteDatabase(recorder, names),
  ];
  const listeners = new Listeners((listener, match) => functions.wrap(listener, match), configured);
  instrumentEventEmitters(listeners);
  instrumentEventTargets(listeners);
  listenToJsonParse();
  const packages = new PackagePatches(
    [
      ...configured.packages([
        ...INDICATOR_PACKAGES,
        ...RECEIVER_PACKAGES,
        ...databases.flatMap(({ packages: ofDatabase = [] }) => ofDatabase),
        ...emitterPackages(listeners),
      ]),
      otherCopies(globalApi),
      ...programSdks(spansInTicks(false)),
    ],
    functions,
    failed,
  );
  Object.defineProperty(globalThis, STATE, { value: { programFunctions, programLoops, packages } });
  installModuleHooks(
    new SourceTransformer(
      configured.programFunctions(doctor === undefined ? PROGRAM_RULES : [...PROGRAM_RULES, doctor.rule]),
      sites,
      notSeen,
      workingDirectory,
    ),
    packages,
    new BuiltinPatches(
      databases.flatMap(({ builtins = [] }) => builtins),
      failed,
    ),
    tickscopeFolder,
  );
  return { intake: spansInTicks(true), doctor, notFound: () => configured.notFound() };
}

/** Copies of the OpenTelemetry API that the program brings along. */
function otherCopies(globalApi: GlobalApi): PackagePatch {
  return {
    packageName: '@opentelemetry/api',
    file: /^(?:build\/src|dist)\/index\.c?js$/,
    patch(exports, _wrap, version) {
      globalApi.meet(exports, version);
      return exports;
    },
  };
}
