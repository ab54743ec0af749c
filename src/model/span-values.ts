// Numbers of OpenTelemetry's enums, as every SDK and OTLP have them; spelt out, so that no API need be loaded. A test compares them.

export const SPAN_KIND_CLIENT = 2;
export const SPAN_KIND_PRODUCER = 3;
export const STATUS_ERROR = 2;
export const TRACE_FLAG_SAMPLED = 1;
