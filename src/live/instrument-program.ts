// Reaches the program: its own code, its packages, Node's own modules and its spans, by every instrumentation there is.

import { Doctor } from '../capture/doctor/doctor.js';
import { ConfiguredNames } from '../capture/instrumentations/configured/configured-names.js';
import { extractorsOf } from '../capture/instrumentations/configured/extract.js';
import { pgDatabase, PgSpanNaming } from '../capture/instrumentations/database/pg.js';
import { sqliteDatabase } from '../capture/instrumentations/database/sqlite.js';
import { INDICATOR_PACKAGES, INGEST_PACKAGES, OWN_CODE } from '../capture/instrumentations/index.js';
import { IngestRecording } from '../capture/instrumentations/tick/arrivals/arrival-tracer.js';
import { emitterPackages } from '../capture/instrumentations/tick/listeners/emitter-packages.js';
import { instrumentEventEmitters } from '../capture/instrumentations/tick/listeners/event-emitters.js';
import { instrumentEventTargets } from '../capture/instrumentations/tick/listeners/event-targets.js';
import { Listeners } from '../capture/instrumentations/tick/listeners/listeners.js';
import { listenToJsonParse, MessageRecording } from '../capture/instrumentations/tick/listeners/message-tracer.js';
import { TickRecording } from '../capture/instrumentations/tick/tick-tracer.js';
import { BuiltinPatches } from '../capture/load/builtin-patches.js';
import { InsertionSites } from '../capture/rewrite/insertion-sites.js';
import type { PackagePatch } from '../capture/rules/instrumentation.js';
import { InstrumentedFunctions, type LookAt, type MakeTickRecording } from '../capture/wrap/instrumented-functions.js';
import { installToString } from '../capture/load/function-text.js';
import { installModuleHooks } from '../capture/load/module-hooks.js';
import { OwnCode } from '../capture/load/program-functions.js';
import { OwnLoops } from '../capture/load/program-loops.js';
import { PackagePatches } from '../capture/load/package-patches.js';
import { hideOwnFrames } from '../capture/load/stack-traces.js';
import { SourceTransformer } from '../capture/load/transform-source.js';
import { programSdks } from '../capture/otel/program-sdks.js';
import { RecorderTracerProvider } from '../capture/otel/recorder-tracer.js';
import { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import type { Recorder } from '../capture/recorder/recorder.js';
import type { Config } from '../config/config.js';
import type { GlobalApi } from '../export/global-api.js';
import type { LiveRecord } from './running-segment.js';
import type { NameTable } from '../model/name-table.js';
import type { NotSeenRow } from '../model/record/record-segment.js';

/** One copy of the state in a process, whatever copies of the package there are. */
export const STATE: unique symbol = Symbol.for('tickscope.v1');

export interface CaptureParts {
  readonly config: Config;
  readonly names: NameTable;
  readonly record: LiveRecord;
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
  const makeTickRecording: MakeTickRecording = (tick, inner, match, location) => {
    const ticks = new TickRecording(recorder, tick, inner, match, extractors);
    if (match.takesMessages === true) return new MessageRecording(ticks);
    return doctor?.watch(ticks, match, location) ?? ticks;
  };
  const lookAt: LookAt | undefined = doctor && ((match, location) => doctor.lookAt(match, location));
  const functions = new InstrumentedFunctions(
    recorder,
    names,
    makeTickRecording,
    (ingest) => new IngestRecording(recorder, ingest),
    lookAt,
  );
  record.describeCoverage(() => functions.takeInstrumented());
  record.describeInputs(() => functions.takeInputs());
  const notSeen = (what: string, why: string): void => record.notSeen(what, why);
  const failed = (what: string, error: unknown): void =>
    record.notSeen(what, `instrumenting it failed: ${String(error)}`);

  const sites = new InsertionSites();
  const ownCode = new OwnCode(sites, functions, failed);
  const ownLoops = new OwnLoops(sites, functions, failed);
  const workingDirectory = process.cwd();
  const ownFolder = __dirname;
  installToString();
  hideOwnFrames(ownFolder);
  const recordedScopes = new Set<string>();
  const spansInTicks = (isOwnSdk: boolean): SpansInTicks =>
    new SpansInTicks(recorder, names, isOwnSdk, recordedScopes, (error) => failed("spans of the program's own", error));
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
        ...INGEST_PACKAGES,
        ...databases.flatMap(({ packages: ofDatabase = [] }) => ofDatabase),
        ...emitterPackages(listeners),
      ]),
      otherCopies(globalApi),
      ...programSdks(spansInTicks(false)),
    ],
    functions,
    failed,
  );
  Object.defineProperty(globalThis, STATE, { value: { ownCode, ownLoops, packages } });
  installModuleHooks(
    new SourceTransformer(
      configured.ownCode(doctor === undefined ? OWN_CODE : [...OWN_CODE, doctor.rule]),
      sites,
      notSeen,
      workingDirectory,
    ),
    packages,
    new BuiltinPatches(
      databases.flatMap(({ builtins = [] }) => builtins),
      failed,
    ),
    ownFolder,
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
