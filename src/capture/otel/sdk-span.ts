// What Tickscope reads of a span of the OpenTelemetry SDK: a few fields that 2.x and 3.x share, so that neither has to be there.

/** Seconds and nanoseconds, as the SDK keeps every time. */
export type HrTime = [seconds: number, nanoseconds: number];

export interface SdkSpan {
  readonly name: string;
  /** A `SpanKind`. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  /** Wall-clock time; a whole millisecond unless the caller gave it. */
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly events: readonly { readonly time: HrTime }[];
  readonly parentSpanContext?: { readonly spanId: string; readonly isRemote?: boolean | undefined } | undefined;
  readonly instrumentationScope: { readonly name: string };
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
}

/** One that has not ended. */
export interface StartedSpan extends SdkSpan {
  /** Of 1.x, which has no `instrumentationScope`. */
  readonly instrumentationLibrary?: { readonly name: string };
  setAttribute(key: string, value: boolean): unknown;
}

export function nanosBetween(from: HrTime, to: HrTime): number {
  return (to[0] - from[0]) * 1e9 + (to[1] - from[1]);
}

export function millisOf(time: HrTime): number {
  return time[0] * 1e3 + time[1] / 1e6;
}

export function plusNanos(time: HrTime, nanos: number): HrTime {
  const nanoseconds = time[1] + nanos;
  const seconds = Math.floor(nanoseconds / 1e9);
  return [time[0] + seconds, nanoseconds - seconds * 1e9];
}
