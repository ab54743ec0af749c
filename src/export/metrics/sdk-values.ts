// Values of enums of the metrics SDK and its API, which they may never change; spelt out, so that the span processor works in
// programs with another version of the SDK and without one. A test compares them.

// oxlint-disable typescript/no-unsafe-enum-assignment -- that is what this file is for
import type { ValueType } from '@opentelemetry/api';
import type { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';

export const DELTA: AggregationTemporality.DELTA = 0;
export const CUMULATIVE: AggregationTemporality.CUMULATIVE = 1;

export const EXPONENTIAL_HISTOGRAM: DataPointType.EXPONENTIAL_HISTOGRAM = 1;
export const GAUGE: DataPointType.GAUGE = 2;
export const SUM: DataPointType.SUM = 3;

export const INT: ValueType.INT = 0;
export const DOUBLE: ValueType.DOUBLE = 1;
