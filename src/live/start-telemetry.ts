// Starts what OpenTelemetry needs: the SDK where the environment speaks of it, and else what loads it with the program's first span.

import type { SpansInTicks } from '../capture/otel/spans-in-ticks.js';
import type { Config } from '../config/config.js';
import { type Environment, variableText } from '../config/environment.js';
import type { GlobalApi } from '../export/global-api.js';
import { NOTHING_SENT, registerLateTracing } from '../export/late-tracing.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { Measured } from './measured.js';
import type * as StartSending from './start-sending.js';

export function startTelemetry(
  config: Config,
  measured: Measured,
  globalApi: GlobalApi,
  intake: SpansInTicks,
): Telemetry {
  if (config.export === 'off' || !isConfigured(process.env)) {
    registerLateTracing(globalApi, intake);
    return NOTHING_SENT;
  }
  const { startSending } = require('./start-sending.js') as typeof StartSending;
  return startSending(config, measured, globalApi, intake);
}

/** Whether a variable says what to send, or what else the SDK is to do. */
function isConfigured(environment: Environment): boolean {
  return Object.keys(environment).some((name) => name.startsWith('OTEL_') && variableText(environment, name));
}
