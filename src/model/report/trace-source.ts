// What a report is made from where that is no record: traces that were stored, which are some of all ticks.

import type { KeptReason } from '../record/record-segment.js';
import type { Nanoseconds } from '../units.js';

export type SourceFormat = 'otlp-protobuf' | 'otlp-json' | 'jaeger-json';

export interface TraceSource {
  readonly formats: readonly SourceFormat[];
  /**
   * Which of all ticks these are. `kept`: those that Tickscope kept, so slow and failed ones nearly all, of the others some.
   * `named`: spans with the names that were asked for; whether these are all of them, no source says.
   */
  readonly population: 'kept' | 'named';
  /** Of kept ticks, how many for which reason. */
  readonly reasons: Readonly<Partial<Record<KeptReason, number>>>;
  /** Of named ones, as they were asked for. */
  readonly roots: readonly string[];
  /** Whose ticks these are, and how many of other symbols, or of none, were left out; absent where no symbol was asked for. */
  readonly symbol?: string;
  readonly ticksOfOthers?: number;
  /** The shortest tick that was kept because it was slow: ticks from there on are the slow ones of the ranking. Absent where there is none. */
  readonly slowFromNanos?: Nanoseconds;
  readonly traces: number;
  readonly spans: number;
  readonly spansOutsideTicks: number;
  /** Nearly all ticks begin at a whole millisecond: the SDK rounded their times. */
  readonly roundedToMillis?: true;
  /** Of an API that gives no more than so many: there may be others. */
  readonly isCut?: true;
}
