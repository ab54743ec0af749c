// Composition root: starts the stages in a live process, and joins them through the files beside it.

import path from 'node:path';
import { KeepPolicy } from '../aggregate/keep-policy.js';
import { RunningSegment } from '../aggregate/running-segment.js';
import { RuntimeSums } from '../aggregate/runtime-sums.js';
import { SegmentAccumulator } from '../aggregate/segment-accumulator.js';
import { HeldCalls } from '../aggregate/held-calls.js';
import { TickAnalysis, waitingIn } from '../aggregate/tick-analysis.js';
import type { Doctor } from '../capture/doctor/doctor.js';
import { livingEntries } from '../capture/body/living-entries.js';
import { keepLivingExamples } from '../capture/wrap/living-examples.js';
import { now, THREAD_STARTED_NANOS, unixMillis } from '../capture/recorder/clock.js';
import { scopeOfProgramSpan } from '../capture/otel/program-contexts.js';
import { LoopTurn } from '../capture/recorder/loop-turn.js';
import { answerWithSpans, lookPlacesUpWith } from '../capture/recorder/scope-context.js';
import { describeProcess } from '../capture/runtime/describe-process.js';
import { FollowedProcesses } from './unfollowed-processes.js';
import { recordPauses } from '../capture/runtime/gc-pauses.js';
import { LoopStretches } from '../capture/runtime/loop-stretches.js';
import { LoopWatch } from '../capture/runtime/loop-watch.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import { ResourceSampler } from '../capture/runtime/resource-sampler.js';
import { InterruptedWaits } from '../capture/runtime/idle-time.js';
import { possibleMode, recordSlowCall, watchLoop } from '../capture/runtime/watch-loop.js';
import { type Config, resolveConfig } from '../config/config.js';
import { readConfigFile } from '../config/config-file.js';
import { startedProgram } from '../config/started-program.js';
import { passOn, threadEnvironment } from '../config/thread-environment.js';
import { GlobalApi } from '../export/global-api.js';
import { isExportThread } from '../export/worker/messages.js';
import { ScopeContextManager } from '../export/scope-context-manager.js';
import { Coverage } from './coverage.js';
import { instrumentProgram, STATE } from './instrument-program.js';
import { keepRecord } from './keep-record.js';
import { LiveKeptTicks } from './kept-ticks.js';
import { followLate } from './late-reuse.js';
import { LiveRecorder } from './live-recorder.js';
import { LiveRuntime } from './live-runtime.js';
import { LiveSink } from './live-sink.js';
import { ConnectionTable } from '../model/connection-table.js';
import { NameTable } from '../model/name-table.js';
import { LoadedTexts } from '../capture/load/loaded-texts.js';
import { originalOf } from '../capture/wrap/mimic.js';
import { PoolCounters } from '../model/pool-counters.js';
import { OwnerTable } from '../model/owner-table.js';
import type { ProcessInfo } from '../model/record/record-segment.js';
import { WARMUP_TICKS } from '../model/targets.js';
import { SECOND } from '../model/units.js';
import { atExit } from './at-exit.js';
import { Periodic } from './periodic.js';
import { SegmentCuts } from './segment-cuts.js';
import type * as StartAlerting from './start-alerting.js';
import type * as StartProfiling from './start-profiling.js';
import type { Profiling } from './start-profiling.js';
import type * as StartSending from './start-sending.js';
import { startTelemetry } from './start-telemetry.js';
import { askThreadsAtExit } from './thread-writes.js';
import { TimedWork } from './timed-work.js';
import type * as WatchMemory from './watch-memory.js';
import { attempt } from '../guard.js';
import { usedSince } from '../measured-work.js';
import { debug, say } from '../stderr.js';
import { givenToThread, isMainThread } from '../this-thread.js';

export interface PreloadBegin {
  readonly begunMillis: number;
  readonly usedBefore: NodeJS.CpuUsage | undefined;
}

/** The preload. In the bundle it contains this file; otherwise it is a module beside it. */
const REGISTER_FILE = path.join(__dirname, 'register.js');

/**
 * Installs everything. Never throws: if anything fails, the program runs as without Tickscope.
 *
 * @param keepCompiledCode called when parts of the preload have run, to keep what V8 has compiled of them
 * @param begin when the preload began, and what the thread had used of the processor by then
 */
export function start(keepCompiledCode: () => void, begin: PreloadBegin): void {
  const given = givenToThread();
  if (isExportThread(given)) return (require('./start-sending.js') as typeof StartSending).serveExports(given);
  const { folder, variables } = startedProgram();
  Object.assign(process.env, variables);
  const environment = threadEnvironment();
  if (resolveConfig(environment).config.disabled) return;
  if (STATE in globalThis) {
    say('the preload was given twice; the second one does nothing. Give --require tickscope/register once.');
    return;
  }
  const found = readConfigFile(environment, folder);
  const { config, warnings } = resolveConfig(environment, found.settings);
  for (const warning of [...found.warnings, ...warnings]) say(warning);
  // Child processes get the same settings, whatever their working directory is.
  if (found.file !== undefined) passOn('TICKSCOPE_CONFIG', found.file);
  if (timesGiven(process.execArgv, process.env['NODE_OPTIONS']) > 1) {
    say(
      'the preload was given twice, on the command line or in NODE_OPTIONS. Once is enough; the second has no effect.',
    );
  }
  try {
    const running = install(config, folder, keepCompiledCode);
    keepCompiledCode();
    const nanos = Math.min(now() - begin.begunMillis * 1e6, usedSince(begin.usedBefore));
    running.accumulator.ledger.worked('loading', Math.round(nanos));
  } catch (error) {
    debug('could not start', error);
    say(`could not start: ${String(error)}. The program runs without it.`);
  }
}

/** Node.js loads a file once however often it is named, so only the arguments show how often that was. */
function timesGiven(execArgv: readonly string[], nodeOptions: string | undefined): number {
  const words = [...execArgv, ...(nodeOptions?.split(/\s+/) ?? [])].map((word) => word.replaceAll('"', ''));
  return words.filter((word) => /(?:^|[\\/=])tickscope[\\/]register$/.test(word) || word.endsWith(REGISTER_FILE))
    .length;
}

function install(config: Config, programFolder: string, keepCompiledCode: () => void): RunningSegment {
  const processInfo = describeProcess();
  const names = new NameTable();
  const owners = new OwnerTable();
  const connections = new ConnectionTable();
  const eventLoop = possibleMode(config.eventLoop);
  const stretches = new LoopStretches(now());
  const seenStretches = eventLoop === 'callbacks' ? stretches : undefined;
  const heldCalls = seenStretches && new HeldCalls(seenStretches, (operationId) => names.entry(operationId).kind);
  const analysis = new TickAnalysis(waitingIn(names), seenStretches, heldCalls?.usualNanos);
  const coverage = new Coverage();
  followLate(coverage.caches.reuse);
  const running = new RunningSegment({
    accumulator: new SegmentAccumulator(names, analysis, new RuntimeSums(owners)),
    names,
    process: processInfo,
    keepPolicy: new KeepPolicy(config.tickBudgetNanos),
    startNanos: THREAD_STARTED_NANOS,
    unixMillis,
    connections,
    caches: coverage.caches,
  });
  const cuts = new SegmentCuts(running, coverage);
  const runtime = new LiveRuntime(running, seenStretches);
  const keptTicks = new LiveKeptTicks(running, names, processInfo.id);
  const tickName = (operationId: number): string => names.entry(operationId).name;
  const loop =
    eventLoop === 'off'
      ? undefined
      : new LoopWatch({
          sink: runtime,
          owners,
          stretches,
          processId: processInfo.id,
          tickName,
          seesCallbacks: eventLoop === 'callbacks',
        });
  const pools = new PoolCounters();
  runtime.start(loop, new ResourceSampler(processInfo.id, pools));
  const timedWork = new TimedWork();
  const sink = new LiveSink({ names, running, runtime, keptTicks, cuts, stretches, heldCalls });
  const turn = new LoopTurn();
  const live = new LiveRecorder(sink, running, timedWork, loop, loop && turn);
  const { recorder } = live;
  timedWork.add(live);
  const profiling = config.profile ? profile(names, programFolder) : undefined;
  if (profiling !== undefined) live.noteWhatRuns(profiling.timeline, () => profiling.fetch());
  coverage.profile = profiling;
  if (config.memory) {
    const { watchMemory } = require('./watch-memory.js') as typeof WatchMemory;
    coverage.memory = watchMemory(processInfo.id, programFolder, __dirname);
  }
  lookPlacesUpWith((scope) => live.placeOf(scope));
  const texts = new LoadedTexts(programFolder);
  watchLoop(
    eventLoop,
    recorder,
    turn,
    owners,
    connections,
    {
      placeOf: (name, text) => texts.placeOf(name, text),
      originalOf,
    },
    profiling && new InterruptedWaits(),
  );
  recordPauses(recorder);
  recorder.afterTicks(WARMUP_TICKS, () => coverage.caches.endWarmup());
  const globalApi = new GlobalApi(say, new ScopeContextManager(recorder.active), {
    onTracing: answerWithSpans,
    onContextManager: (isOurs) =>
      recorder.active.refineWith(isOurs ? undefined : (scope) => scopeOfProgramSpan(recorder, scope)),
  });
  const program = instrumentProgram({
    config,
    process: processInfo,
    programFolder,
    names,
    coverage,
    pools,
    recorder,
    globalApi,
    texts,
    onSlowCall: (text, nanos) => loop !== undefined && recordSlowCall(recorder, text, nanos),
    onFirstRewritten: keepCompiledCode,
  });
  asTickscopeWork(() => {
    const telemetry = startTelemetry(
      config,
      { running, names, live, keptTicks, stretches: seenStretches },
      globalApi,
      program.intake,
    );
    const followed = new FollowedProcesses();
    followed.watch();
    // Registered before the handler that cuts the last segment.
    atExit('naming what was not seen', () => {
      const started = followed.notFollowed(process.env['TICKSCOPE_RUN'] ?? '');
      for (const row of [...program.notFound(), ...started]) {
        debug(`not seen: ${row.name}: ${row.why}`);
        coverage.notSeen(row);
      }
    });
    atExit('ending orders', program.settleOrders);
    // Before the record is kept: its last segment counts what was not delivered.
    if (asksForAlerts(config)) {
      attempt('starting alerts', () => {
        const { startAlerting } = require('./start-alerting.js') as typeof StartAlerting;
        startAlerting(config, programFolder, processInfo, { running, runtime, live, coverage, timedWork }, telemetry);
      });
    }
    keepLivingExamples(recorder, livingEntries);
    keepRecord(
      config,
      programFolder,
      processInfo,
      { names, running, runtime, cuts, timedWork, live, reuse: coverage.caches.reuse, profiling },
      telemetry,
    );
    // After its own last write.
    if (isMainThread) askThreadsAtExit(() => followed.runningThreads());
    if (program.doctor !== undefined) startDoctor(program.doctor, processInfo, timedWork);
  });
  program.installLast();
  return running;
}

/** Whether the file or a variable speaks of alerts; what it says the part that loads then reads. */
function asksForAlerts({ alerts = false }: Config): boolean {
  return alerts !== false || Object.keys(process.env).some((name) => name.startsWith('TICKSCOPE_ALERTS'));
}

/** Before the program: V8 looks at all code that there is when its profiler starts. */
function profile(names: NameTable, programFolder: string): Profiling | undefined {
  const { startProfiling } = require('./start-profiling.js') as typeof StartProfiling;
  return startProfiling(names, programFolder, __dirname);
}

/** What a program that is killed has lost of what the doctor saw is no older than this. */
const DOCTOR_WRITES_NANOS = 0.25 * SECOND;

/** The doctor writes its file beside the record: at once, so that a program that is killed has one, and until the process ends. */
function startDoctor(doctor: Doctor, processInfo: ProcessInfo, timedWork: TimedWork): void {
  doctor.watchEvents();
  doctor.watchPackages();
  const folder = process.env['TICKSCOPE_RUN'];
  if (folder === undefined) return;
  const write = (): void => doctor.write(folder, processInfo);
  write();
  const writes = new Periodic('writing what the doctor saw', DOCTOR_WRITES_NANOS, write);
  writes.start();
  timedWork.add(writes);
  atExit('writing what the doctor saw', write);
}
