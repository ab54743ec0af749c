// Composition root: the only file that joins the stages in a live process.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { RuntimeSums } from './analysis/runtime-sums.js';
import { SegmentAccumulator } from './analysis/segment-accumulator.js';
import { TickAnalysis } from './analysis/tick-analysis.js';
import { Doctor } from './capture/doctor/doctor.js';
import { ConfiguredNames } from './capture/instrumentations/configured/configured-names.js';
import { extractorsOf } from './capture/instrumentations/configured/extract.js';
import { instrumentBlockingCalls } from './capture/instrumentations/blocking/index.js';
import { CallSites } from './capture/instrumentations/blocking/call-sites.js';
import { pgDatabase, PgSpanNaming } from './capture/instrumentations/database/pg.js';
import { sqliteDatabase } from './capture/instrumentations/database/sqlite.js';
import { INDICATOR_PACKAGES, INGEST_PACKAGES, OWN_CODE } from './capture/instrumentations/index.js';
import { IngestRecording } from './capture/instrumentations/tick/ingest-recording.js';
import { emitterPackages } from './capture/instrumentations/tick/emitter-packages.js';
import { instrumentEventEmitters } from './capture/instrumentations/tick/event-emitters.js';
import { instrumentEventTargets } from './capture/instrumentations/tick/event-targets.js';
import { Listeners } from './capture/instrumentations/tick/listeners.js';
import { listenToJsonParse, MessageRecording } from './capture/instrumentations/tick/message-recording.js';
import { TickRecording } from './capture/instrumentations/tick/tick-recording.js';
import { BuiltinPatches } from './capture/hooks/builtin-patches.js';
import { InsertionSites } from './capture/hooks/insertion-sites.js';
import type { PackagePatch } from './capture/hooks/instrumentation.js';
import { InstrumentedFunctions, type LookAt, type MakeTickRecording } from './capture/hooks/instrumented-functions.js';
import { keepLivingExamples } from './capture/hooks/living-examples.js';
import { installToString } from './capture/hooks/keep-face.js';
import { installModuleHooks } from './capture/hooks/module-hooks.js';
import { OwnCode } from './capture/hooks/own-code.js';
import { OwnLoops } from './capture/hooks/own-loops.js';
import { PackagePatches } from './capture/hooks/package-patches.js';
import { hideOwnFrames } from './capture/hooks/stack-traces.js';
import { SourceTransformer } from './capture/hooks/transform-source.js';
import { KeepPolicy } from './capture/keep/keep-policy.js';
import { programSdks } from './capture/otel/program-sdks.js';
import { RecorderTracerProvider } from './capture/otel/recorder-tracer.js';
import { SpansInTicks } from './capture/otel/spans-in-ticks.js';
import { now } from './capture/recorder/clock.js';
import { Recorder } from './capture/recorder/recorder.js';
import { answerWithSpans, readActiveContextFrom } from './capture/recorder/tick-context.js';
import { describeProcess } from './capture/runtime/describe-process.js';
import { FollowedProcesses } from './capture/runtime/followed.js';
import { EventLoopSegments } from './capture/runtime/event-loop-segments.js';
import { asOwnWork } from './capture/runtime/own-work.js';
import { ResourceSampler } from './capture/runtime/resource-sampler.js';
import { possibleMode, watchLoop } from './capture/runtime/watch-loop.js';
import { Sampler } from './capture/runtime/sampler.js';
import { type Config, resolveConfig } from './config/config.js';
import { readConfigFile } from './config/config-file.js';
import { newRecordFileName, newRunName } from './config/run-names.js';
import { passOn, threadEnvironment } from './config/thread-environment.js';
import { flushBeforeExit } from './export/flush-before-exit.js';
import { GlobalApi } from './export/global-api.js';
import { TickscopeMetricProducer } from './export/metrics/metric-producer.js';
import { CUMULATIVE, DELTA } from './export/metrics/sdk-values.js';
import { startNodeSdk, type Telemetry } from './export/node-sdk.js';
import { RecordWriter } from './export/record-writer.js';
import { encodeHeader } from './export/segment-file/encode.js';
import { LiveRecord } from './live-record.js';
import { NameTable } from './model/name-table.js';
import { OwnerTable } from './model/owner-table.js';
import type { ProcessRecord } from './model/record-segment.js';

/** One copy of the state in a process, whatever copies of the package there are. */
const STATE = Symbol.for('tickscope.v1');

/** In the bundle this file is the preload itself; as one module among many it stands beside it. */
const REGISTER_FILE = path.join(__dirname, 'register.js');

/** Installs everything. Never throws: whatever goes wrong, the program runs as without Tickscope. */
export function start(): void {
  const environment = threadEnvironment();
  if (resolveConfig(environment).config.disabled) return;
  if (STATE in globalThis) {
    say('the preload was given twice; the second one does nothing. Give --require tickscope/register once.');
    return;
  }
  const found = readConfigFile(environment, process.cwd());
  const { config, warnings } = resolveConfig(environment, found.settings);
  for (const warning of [...found.warnings, ...warnings]) say(warning);
  // Child processes have the same settings, wherever they work.
  if (found.file !== undefined) passOn('TICKSCOPE_CONFIG', found.file);
  if (timesGiven(process.execArgv, process.env['NODE_OPTIONS']) > 1) {
    say(
      'the preload was given twice, on the command line or in NODE_OPTIONS. Once is enough; the second has no effect.',
    );
  }
  try {
    install(config);
  } catch (error) {
    say(`could not start: ${String(error)}. The program runs without it.`);
  }
}

/** Node itself loads a file once however often it is named, so only its arguments tell. */
function timesGiven(execArgv: readonly string[], nodeOptions: string | undefined): number {
  const words = [...execArgv, ...(nodeOptions?.split(/\s+/) ?? [])].map((word) => word.replaceAll('"', ''));
  return words.filter((word) => /(?:^|[\\/=])tickscope[\\/]register$/.test(word) || word.endsWith(REGISTER_FILE))
    .length;
}

function install(config: Config): void {
  const processRecord = describeProcess();
  const names = new NameTable();
  const owners = new OwnerTable();
  const eventLoop = possibleMode(config.eventLoop);
  const segments = new EventLoopSegments(now());
  const isInternal = (operationId: number): boolean => names.entry(operationId).kind === 'internal';
  const analysis = new TickAnalysis(isInternal, eventLoop === 'callbacks' ? segments : undefined);
  const record = new LiveRecord({
    accumulator: new SegmentAccumulator(names, analysis, undefined, undefined, new RuntimeSums(owners)),
    analysis,
    names,
    process: processRecord,
    keepPolicy: new KeepPolicy(config.tickBudgetNanos),
    segments,
  });
  const tickName = (operationId: number): string => names.entry(operationId).name;
  const loop = watchLoop(eventLoop, { sink: record.runtime, owners, segments, processId: processRecord.id, tickName });
  record.runtime.start(loop, new ResourceSampler(processRecord.id));
  const recorder = new Recorder(record, loop && segments);

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
  const globalApi = new GlobalApi(say, { tracing: answerWithSpans, context: readActiveContextFrom });
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
  asOwnWork(() => {
    const telemetry = startTelemetry(config, record, globalApi, spansInTicks(true));
    const followed = new FollowedProcesses();
    followed.watch();
    // Before the last segment is cut.
    process.on('exit', () => {
      const started = followed.notFollowed(process.env['TICKSCOPE_RUN'] ?? '');
      for (const { what, why } of [...configured.notFound(), ...started]) record.notSeen(what, why);
    });
    keepLivingExamples(recorder);
    keepRecord(config, processRecord, record, telemetry);
    if (doctor !== undefined) startDoctor(doctor, processRecord);
  });
  const callSites = new CallSites(ownFolder, workingDirectory);
  instrumentBlockingCalls(recorder, names, callSites, (place, nanos) => loop?.called(place, nanos));
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

/** Starts the SDK; what the environment asks for leaves the process, and before the program ends what is left. */
function startTelemetry(config: Config, record: LiveRecord, globalApi: GlobalApi, intake: SpansInTicks): Telemetry {
  const telemetry = startNodeSdk({
    environment: process.env,
    globalApi,
    now,
    intake,
    makeProducer: (delta) =>
      new TickscopeMetricProducer(record, {
        temporality: delta ? DELTA : CUMULATIVE,
      }),
    warn: say,
    lost: (cause, count) => record.loss(cause, count),
    exportCost: (nanos) => record.exportingCost(nanos),
  });
  record.sendTo(telemetry);
  flushBeforeExit(
    () => telemetry.pending,
    () => asOwnWork(() => telemetry.flush()),
    config.flushMillis,
  );
  return telemetry;
}

/** What it writes stands beside the record. */
function startDoctor(doctor: Doctor, { id }: ProcessRecord): void {
  doctor.watchEvents();
  doctor.watchPackages();
  const folder = process.env['TICKSCOPE_RUN'];
  if (folder !== undefined) doctor.keep(folder, id);
}

/** Samples the process and writes segments: periodically, and once more when the program ends. */
function keepRecord(config: Config, processRecord: ProcessRecord, record: LiveRecord, telemetry: Telemetry): void {
  const sampler = new Sampler(processRecord.id, () => record.tickCounts);
  const writer = openWriter(config, processRecord, record);
  sampler.start((sample) => {
    record.sample(sample);
    record.runtime.second();
  });
  if (writer === undefined) return;
  record.startWriting(writer, config.segmentMillis);
  process.on('exit', () => {
    record.sample(sampler.sample());
    telemetry.abandon();
    record.finish(writer);
  });
}

function openWriter(config: Config, processRecord: ProcessRecord, record: LiveRecord): RecordWriter | undefined {
  const folder = path.resolve(config.runFolder ?? path.join(config.directory, newRunName(new Date())));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const writer = new RecordWriter({
      path: path.join(folder, newRecordFileName(process.pid, processRecord.threadId)),
      header: encodeHeader(processRecord),
      now,
      cost: (nanos, bytes) => record.writingCost(nanos, bytes),
      failed: say,
      lost: (cause, count) => record.loss(cause, count),
    });
    // Child processes belong to the same run.
    passOn('TICKSCOPE_RUN', folder);
    return writer;
  } catch (error) {
    say(
      `cannot keep a record in ${folder}: ${String(error)}. Set TICKSCOPE_DIR to a folder that can be written; ` +
        'the program runs on, and there will be nothing to report.',
    );
    return undefined;
  }
}

/** One line, whatever is quoted in it: errors of TLS end with a line break. */
function say(message: string): void {
  process.stderr.write(`tickscope: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
}
