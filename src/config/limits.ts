// The limits of settings: whole numbers, and words.

export interface NumberRange {
  /** The variable that sets it. */
  readonly variable: string;
  readonly least: number;
  readonly most: number;
  /** Behind the number, where it is not a count. */
  readonly unit?: 'ms';
  /** What happens where the variable makes no sense, with what it is instead: `10,000 ms`. */
  readonly instead: (otherwise: string) => string;
}

/** Below 100 ms, writing would be most of the work; above an hour, a kill loses too much. */
export const SEGMENT_MILLIS: NumberRange = {
  variable: 'TICKSCOPE_SEGMENT_MILLIS',
  least: 100,
  most: 3_600_000,
  unit: 'ms',
  instead: (otherwise) => `Segments are written every ${otherwise}.`,
};

export const FLUSH_MILLIS: NumberRange = {
  variable: 'TICKSCOPE_FLUSH_MILLIS',
  least: 0,
  most: 60_000,
  unit: 'ms',
  instead: (otherwise) => `The program waits ${otherwise} at most.`,
};

/** Above, nothing is left out by it: no process closes more ticks a second. */
export const SENT_TICKS: NumberRange = {
  variable: 'TICKSCOPE_TICKS_PER_SECOND',
  least: 1,
  most: 1_000_000,
  instead: (otherwise) => `Up to ${otherwise} ticks a second are sent.`,
};

/** - `callbacks`: whose each callback is; - `turns`: only how long a turn took; - `off`: not at all. */
export const EVENT_LOOP_MODES = ['callbacks', 'turns', 'off'] as const;
export type EventLoopMode = (typeof EVENT_LOOP_MODES)[number];

/** Where spans and metrics are sent from. - `thread`: the program's; - `worker`: one of Tickscope's own; - `off`: nothing is sent. */
export const EXPORT_MODES = ['thread', 'worker', 'off'] as const;
export type ExportMode = (typeof EXPORT_MODES)[number];
