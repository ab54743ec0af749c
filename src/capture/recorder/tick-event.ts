// Event of a tick, as the recorder notes it.

export interface TickEvent {
  readonly symbol: string | undefined;
  /** The exchange's own time; NaN if the event has none. */
  readonly unixMillis: number;
  /** Events of a sequence that are missing before this one. */
  readonly missing: number;
  /** Number of events in the handler's list; absent where the handler takes a single event. */
  readonly batch: number | undefined;
  /** Whether a queue of the program has had it, and since when. */
  readonly hasWaited?: boolean;
  readonly sinceNanos?: number;
}
