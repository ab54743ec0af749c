// Writes the process's measurements into its record file until the process ends.

import path from 'node:path';
import type { RunningSegment } from '../aggregate/running-segment.js';
import { now, THREAD_STARTED_NANOS, unixMillis } from '../capture/recorder/clock.js';
import { MachineNote } from '../capture/runtime/machine-note.js';
import { Sampler } from '../capture/runtime/sampler.js';
import type { Config } from '../config/config.js';
import { logFileOf, newRecordFileName, newRunName } from '../record-file/run-names.js';
import { makeFolder } from '../record-file/make-folder.js';
import { passOn } from '../config/thread-environment.js';
import type { Telemetry } from '../export/node-sdk.js';
import { attempt } from '../guard.js';
import { LogWriter } from '../record-file/log-file/log-writer.js';
import { RecordWriter } from '../record-file/record-writer.js';
import { encodeHeader } from '../record-file/encode.js';
import type { EventLog } from '../model/log/event-log.js';
import type { NameTable } from '../model/name-table.js';
import type { ReuseLog } from '../model/reuse/reuse-log.js';
import type { ProcessInfo } from '../model/record/record-segment.js';
import { SECOND } from '../model/units.js';
import { Activity } from './activity.js';
import { atExit } from './at-exit.js';
import type { LiveRecorder } from './live-recorder.js';
import type { LiveRuntime } from './live-runtime.js';
import { removeOldRuns } from './remove-old-runs.js';
import { Periodic } from './periodic.js';
import type { Profiling } from './start-profiling.js';
import type { SegmentCuts } from './segment-cuts.js';
import { writeWhenAsked } from './thread-writes.js';
import type { TimedWork } from './timed-work.js';
import { isWatched } from './watched-folders.js';
import { debug, say } from '../stderr.js';
import { isMainThread, nodeModule } from '../this-thread.js';

/** Between two samples of a program that does nothing: 0.08 ms of CPU time a second, where every second took 0.6. */
const SLEEP_NANOS = 10 * SECOND;

export interface MeasuredProcess {
  readonly names: NameTable;
  readonly running: RunningSegment;
  readonly runtime: LiveRuntime;
  readonly cuts: SegmentCuts;
  readonly timedWork: TimedWork;
  readonly live: LiveRecorder;
  readonly reuse: ReuseLog;
  /** Absent where the processor is not sampled. */
  readonly profiling: Pick<Profiling, 'join'> | undefined;
}

/** Samples the process and writes segments: periodically, and once more when the program ends. */
export function keepRecord(
  config: Config,
  programFolder: string,
  processInfo: ProcessInfo,
  { names, running, runtime, cuts, timedWork, live, reuse, profiling }: MeasuredProcess,
  telemetry: Telemetry,
): void {
  const machineNote = new MachineNote(processInfo);
  const sampler = new Sampler(processInfo.id, () => running.tickCounts);
  const writer = openWriter(config, programFolder, processInfo, running);
  const activity = new Activity(sampler, () => running.tickCounts.started);
  const logWriter = writer && openLogWriter(writer.path, names, live.recorder.log);
  const noteLast = (): void => live.noteLast();
  const sample = (): void => {
    for (const each of sampler.onSecond()) running.sample(each);
    activity.sampled();
    runtime.onSecond();
    profiling?.join(noteLast);
    reuse.read();
    cuts.cutWhereLogFills();
    logWriter?.write();
    machineNote.writeSoon();
  };
  const samples = new Periodic('sampling the process', SECOND, () => live.whenRead(sample), {
    sleep: { forNanos: SLEEP_NANOS, isIdle: () => sampler.isIdle, wake: () => sampler.wake() },
  });
  samples.start();
  timedWork.add(samples);
  if (writer === undefined) return;
  if (logWriter !== undefined) {
    cuts.noteIn(logWriter, () => live.readPosition);
    live.afterReading(() => logWriter.write());
    timedWork.add(logWriter);
  }
  cuts.startWriting(writer, config.segmentMillis, timedWork, activity, (cut) => live.whenRead(cut));
  const finish = (isFinal: boolean): void => {
    attempt('reading the event log at exit', () => {
      live.drain();
      live.countOpenOrders();
    });
    attempt('taking the last samples of the processor', () => profiling?.join(noteLast));
    attempt('sampling the process at exit', () => {
      const last = sampler.sample();
      if (last !== undefined) running.sample(last);
      runtime.finish();
    });
    attempt('giving up what was not sent', () => telemetry.abandon());
    attempt('noting the machine', () => machineNote.writeNow());
    cuts.finish(writer, isFinal);
    if (isFinal) logWriter?.remove();
    else logWriter?.writeNow();
  };
  atExit('writing the last segment', () => finish(true));
  // Until the process has ended it the thread may go on for a moment.
  if (!isMainThread) writeWhenAsked(() => finish(false));
}

function openWriter(
  config: Config,
  programFolder: string,
  processInfo: ProcessInfo,
  running: RunningSegment,
): RecordWriter | undefined {
  const folder = runFolder(config, programFolder);
  try {
    makeFolder(folder);
    const writer = new RecordWriter({
      path: path.join(folder, newRecordFileName(process.pid, processInfo.threadId)),
      header: encodeHeader(processInfo),
      now,
      wrote: (bytes) => running.accumulator.ledger.wrote(bytes),
      failed: say,
      losses: running.losses,
    });
    const directory = path.resolve(programFolder, config.directory);
    if (config.runFolder === undefined && path.dirname(folder) === directory) removeOldRuns(directory, folder);
    // Child processes write into the same run folder.
    passOn('TICKSCOPE_RUN', folder);
    return writer;
  } catch (error) {
    debug('no record is kept', error);
    say(
      `cannot keep a record in ${folder}: ${String(error)}. Set TICKSCOPE_DIR to a folder that can be written; ` +
        'the program runs on, and there will be nothing to report.',
    );
    return undefined;
  }
}

/** Without it a process that is killed leaves what it had measured until its last segment. */
function openLogWriter(recordFile: string, names: NameTable, log: EventLog): LogWriter | undefined {
  try {
    return new LogWriter({
      path: logFileOf(recordFile),
      log,
      names,
      originUnixMillis: unixMillis(0),
      startNanos: THREAD_STARTED_NANOS,
      now,
    });
  } catch (error) {
    debug('no log file is written', error);
    return undefined;
  }
}

function runFolder(config: Config, programFolder: string): string {
  const run = newRunName(new Date());
  const folder = path.resolve(programFolder, config.runFolder ?? path.join(config.directory, run));
  if (!isWatched(folder)) return folder;
  const { tmpdir } = nodeModule('node:os');
  const elsewhere = path.join(tmpdir(), `tickscope-${run}`);
  say(
    `the record is in ${elsewhere}: node --watch-path would restart the program for every write to ${folder}. ` +
      'Set TICKSCOPE_DIR to a folder that is not watched.',
  );
  return elsewhere;
}
