// Times as OpenTelemetry writes them.

/** Seconds since 1970, and nanoseconds. */
export function hrTime(unixNanos: bigint): [seconds: number, nanoseconds: number] {
  return [Number(unixNanos / 1_000_000_000n), Number(unixNanos % 1_000_000_000n)];
}
