// One instrumented function: its place in the name table, and how often it was recorded.

/** What a rule says of a function that it takes. */
export interface Match {
  readonly kind: 'tick' | 'indicator' | 'database' | 'internal';
  /** `Class.method`, or the function's own name. */
  readonly name: string;
  /** Which rule took it, in words for people. */
  readonly rule: string;
  readonly strategy?: string;
}

/** The living counterpart of a match. */
export interface Operation {
  readonly id: number;
  /** Recorded calls; the recorder's own counts are taken from its results, this one from its begins. */
  calls: number;
}
