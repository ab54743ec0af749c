// What a detector is: it looks for one cause in what was measured, and says what to change.

import type { RecordSegment } from '../../model/record/record-segment.js';
import type { ReportFeed } from '../../model/report/feed-report.js';
import type { ReportCache, ReportExternal } from '../../model/report/outside-report.js';
import type { ReportWhatIf } from '../../model/report/ranking-report.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import type { RankedRow } from './in-ticks.js';

/** Everything that a detector may look at. */
export interface DetectorInput {
  /** The whole record. */
  readonly segment: RecordSegment;
  /** What makes slow ticks slow; the largest gain first. */
  readonly rows: readonly RankedRow[];
  /** How long the mean slow tick takes, with what it waits before; absent where that is not known. */
  readonly slowTickNanos?: Nanoseconds;
  readonly whatIf: ReportWhatIf | undefined;
  readonly externals: readonly ReportExternal[];
  readonly caches: readonly ReportCache[];
  readonly feed: readonly ReportFeed[];
}

/** What one detector found, without its name. */
export interface Detected {
  /** How much of the time of slow ticks it is about; absent where it is about something else. */
  readonly share?: Share;
  /** Absent: by its share, and low where slow ticks are within their budget. */
  readonly severity?: 'high' | 'medium';
  /** By how much p95 would fall with the repair, other work unchanged; absent where that is not known. */
  readonly gainNanos?: Nanoseconds;
  readonly location?: string;
  /** Numbers and names that a person can check, in the order in which they are read. */
  readonly evidence: Readonly<Record<string, string | number>>;
  readonly advice: string;
}

export interface Detector {
  /** That of its file, and of its place in the documentation. */
  readonly id: string;
  /** What was found, in a few words. */
  readonly title: string;
  /** The same where nothing was found. */
  readonly titleOfNone: string;
  /** Whether it goes by how many of all ticks do something, which is not known of those whose traces were kept. */
  readonly needsAllTicks: boolean;
  /** @returns one for each place, largest first; none where there is nothing */
  detect(input: DetectorInput): readonly Detected[];
}
