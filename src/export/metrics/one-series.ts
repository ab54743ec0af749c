// One value or one histogram for a metric and a set of attributes.

import type { HistogramData } from '../../model/histogram/exponential-histogram.js';

export type SeriesAttributes = Readonly<Record<string, string>>;

export interface Series {
  readonly metric: string;
  readonly attributes: SeriesAttributes;
  /** Of a metric in seconds: nanoseconds. They stay integers until they leave, so that differences are exact. */
  readonly value: number | HistogramData;
}
