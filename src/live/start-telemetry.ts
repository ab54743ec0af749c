// Starts what OpenTelemetry needs: the SDK where the environment speaks of it, and else what loads it with the program's first span.

import type { RunningSegment } from '../aggregate/running-segment.js';
import type { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import type { Config } from '../config/config.js';
import { type Environment, variableText } from '../config/environment.js';
import type { GlobalApi } from '../export/global-api.js';
import { NOTHING_SENT, registerLateTracing } from '../export/late-tracing.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { LiveKeptTicks } from './kept-ticks.js';
import type { LiveRecorder } from './live-recorder.js';
import type * as StartSending from './start-sending.js';

export function startTelemetry(
  config: Config,
  running: RunningSegment,
  live: LiveRecorder,
  keptTicks: LiveKeptTicks,
  globalApi: GlobalApi,
  intake: SpansInTicks,
): Telemetry {
  if (config.export === 'off' || !isConfigured(process.env)) {
    registerLateTracing(globalApi, intake);
    return NOTHING_SENT;
  }
  const { startSending } = require('./start-sending.js') as typeof StartSending;
  return startSending(config, running, live, keptTicks, globalApi, intake);
}

/** Whether a variable says what to send, or what else the SDK is to do. */
function isConfigured(environment: Environment): boolean {
  return Object.keys(environment).some((name) => name.startsWith('OTEL_') && variableText(environment, name));
}
