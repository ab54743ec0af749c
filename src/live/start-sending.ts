// Connects the running segment with the OpenTelemetry SDK, as the environment configures it: a part of the preload that is loaded where
// a variable of OpenTelemetry is set.

import { SymbolTotals } from '../aggregate/symbol-totals.js';
import { TickExemplars } from '../aggregate/tick-exemplars.js';
import type { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import { now } from '../capture/recorder/clock.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { Config } from '../config/config.js';
import { flushBeforeExit } from '../export/flush-before-exit.js';
import type { GlobalApi } from '../export/global-api.js';
import { TickscopeMetricProducer } from '../export/metrics/metric-producer.js';
import { RunningMetrics } from '../export/metrics/running-metrics.js';
import { CUMULATIVE, DELTA } from '../export/metrics/sdk-values.js';
import { startNodeSdk, type Telemetry } from '../export/node-sdk.js';
/** The same part of the preload is what the export thread runs. */
export { serveExports } from '../export/worker/serve-exports.js';
import { asPiece } from '../measured-work.js';
import { say } from '../stderr.js';
import { MILLISECOND, type Nanoseconds } from '../model/units.js';
import { atExit } from './at-exit.js';
import { Periodic } from './periodic.js';
import type { Measured } from './measured.js';
import { SendKeptTicks } from './send-kept-ticks.js';
import { CausesOfTicks } from './tick-causes.js';

/** How long a program that ends by `process.exit` waits for an export thread, at the longest. */
const LONGEST_EXIT_MILLIS = 500;

/** Starts the SDK with the exporters that the environment configures, and flushes them before the program ends. */
export function startSending(
  config: Config,
  { running, names, live, keptTicks, stretches }: Measured,
  globalApi: GlobalApi,
  intake: SpansInTicks,
): Telemetry {
  // Whoever reads the sums reads what has been logged until then.
  const readNow = (): Nanoseconds => {
    live.drain();
    return now();
  };
  const telemetry = startNodeSdk({
    environment: process.env,
    globalApi,
    exportMode: config.export,
    intake,
    makeProducer: (delta) =>
      new TickscopeMetricProducer(new RunningMetrics(running, readNow), {
        temporality: delta ? DELTA : CUMULATIVE,
      }),
    warn: say,
    losses: running.losses,
    exitMillis: Math.min(LONGEST_EXIT_MILLIS, config.flushMillis),
  });
  const causes = new CausesOfTicks((ownerId) => running.accumulator.runtime.ownerOf(ownerId), stretches);
  const exemplars = new TickExemplars();
  running.countForMetrics({ symbols: new SymbolTotals(), exemplars });
  const { losses } = running;
  const { ticksPerSecond } = config;
  keptTicks.sendTo(new SendKeptTicks({ telemetry, names, causes, exemplars, losses, ticksPerSecond }));
  // Once a second the log is read anyway.
  if (telemetry.readMillis < 1_000) {
    new Periodic('reading the event log for metrics', telemetry.readMillis * MILLISECOND, () =>
      live.drainSoon(),
    ).start();
  }

  flushBeforeExit(
    {
      isPending() {
        live.drain();
        return telemetry.pending;
      },
      send: () => asPiece('exporting', () => asTickscopeWork(() => telemetry.flush())),
      answers: () => telemetry.answers,
    },
    { limitMillis: config.flushMillis, silenceMillis: config.silenceMillis },
  );
  // Before the last segment is cut, which counts what was lost; and where no record is kept too.
  atExit('telling what was not sent', () => {
    live.drain();
    telemetry.abandon();
  });
  return telemetry;
}
