// Event of a tick, as the recorder notes it.

export interface TickEvent {
  readonly symbol: string | undefined;
  /** The exchange's own time; NaN if the event has none. */
  readonly unixMillis: number;
  /** Events of a sequence that are missing before this one. */
  readonly missing: number;
  /** Number of events in the handler's list; absent where the handler takes a single event. */
  readonly batch: number | undefined;
  /** Since when a queue of the program has had it; NaN where none had, and NaN or absent where nobody knows. */
  readonly sinceNanos?: number;
}
