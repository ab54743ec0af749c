// The door to the alerts, a part of the preload that loads where somebody asked for them.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { now, THREAD_STARTED_NANOS, unixMillis } from '../capture/recorder/clock.js';
import type { Config } from '../config/config.js';
import type * as StartAlerts from '../control/alerts/start-alerts.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { ProcessInfo } from '../model/record/record-segment.js';
import { WARMUP_NANOS } from '../model/targets.js';
import { SECOND } from '../model/units.js';
import { atExit } from './at-exit.js';
import type { Coverage } from './coverage.js';
import type { LiveRecorder } from './live-recorder.js';
import type { LiveRuntime } from './live-runtime.js';
import { Periodic } from './periodic.js';
import type { TimedWork } from './timed-work.js';

/** A cause shows in the sums at the second look at the latest, and the shortest window is a second. */
const JUDGED_NANOS = 0.5 * SECOND;

export interface AlertedProcess {
  readonly running: RunningSegment;
  readonly runtime: LiveRuntime;
  readonly live: LiveRecorder;
  readonly coverage: Coverage;
  readonly timedWork: TimedWork;
}

export function startAlerting(
  config: Config,
  folder: string,
  process: ProcessInfo,
  { running, runtime, live, coverage, timedWork }: AlertedProcess,
  telemetry: Telemetry,
): void {
  const { alertSettings, startAlerts } = require('../control/alerts/start-alerts.js') as typeof StartAlerts;
  const settings = alertSettings(globalThis.process.env, config.alerts);
  if (settings === undefined) return;
  const alerts = startAlerts(settings, {
    ...{ running, process, folder, now, unixMillis },
    caches: () => coverage.caches.totals(),
    isWarm: (atNanos) => !running.isWarmup || atNanos - THREAD_STARTED_NANOS >= WARMUP_NANOS,
    toLogs: ({ alert, state, severity, text, runbook }) =>
      telemetry.log({
        name: 'tickscope.alert',
        isError: state === 'firing',
        text,
        attributes: {
          'tickscope.alert.name': alert,
          'tickscope.alert.state': state,
          'tickscope.alert.severity': severity,
          'tickscope.alert.runbook': runbook,
        },
      }),
  });
  let isExpected = false;
  const evaluate = (): void => {
    if (!isExpected) return;
    isExpected = false;
    // Else a stall shows a second after it, in a window that is shorter than the stall.
    runtime.settleStalls();
    alerts.evaluate();
  };
  const judging = new Periodic('judging alerts', JUDGED_NANOS, () => {
    // A loop that hardly turns reads the log in slices for seconds, and is what a person has to know of.
    if (isExpected) live.drain();
    else isExpected = true;
    if (live.waiting === 0) evaluate();
    else live.whenRead(evaluate);
  });
  judging.start();
  timedWork.add(judging);
  atExit('counting alerts that were not delivered', () => alerts.abandon());
}
