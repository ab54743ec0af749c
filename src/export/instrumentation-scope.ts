// The instrumentation scope of every span and metric that Tickscope makes itself.

import type { InstrumentationScope } from '@opentelemetry/core';
import { TICKSCOPE_VERSION } from '../model/version.js';

export const INSTRUMENTATION_SCOPE: InstrumentationScope = { name: 'tickscope', version: TICKSCOPE_VERSION };
