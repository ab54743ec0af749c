// The limits of src/model/targets.ts in the units of Prometheus.

import { createRequire } from 'node:module';

const targets = createRequire(import.meta.url)(
  '../../dist/model/targets.js',
) as typeof import('../../src/model/targets.js');

const NANOS = 1e9;

export const TICK_TARGET_SECONDS: number = targets.TICK_TARGET_NANOS / NANOS;
export const TICK_TARGET_SHARE: number = targets.TICK_TARGET_SHARE;
export const MEMORY_OVER_BYTES: number = targets.MEMORY_OVER_BYTES;
export const CPU_TARGET_SHARE: number = targets.CPU_TARGET_SHARE;
export const QUERY_TARGET_SECONDS: number = targets.QUERY_TARGET_NANOS / NANOS;
