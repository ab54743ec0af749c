// The tiers of a record: segments as they were cut, and merged into minutes, hours and days as they grow old.
//
// A unit of a coarser tier consists of whole units of the finer one, so any unit either lies within another or apart from it.

import { HOUR, MINUTE, type Nanoseconds, SECOND } from '../units.js';

export interface Tier {
  /** As it stands in the names of files; '' for segments as they were cut. */
  readonly name: '' | 'minutes' | 'hours' | 'days';
  /** A unit ends with the first finer one that crosses a multiple of this. */
  readonly unitNanos: Nanoseconds;
  /** A file ends so. */
  readonly fileNanos: Nanoseconds;
  /** So much of the end of the record is kept in this tier, whatever coarser ones have. */
  readonly keptNanos: Nanoseconds;
  /** Samples of the process within a unit are merged into windows of this length. */
  readonly sampleNanos: Nanoseconds;
}

const DAY = (24 * HOUR) as Nanoseconds;

const times = (count: number, unit: Nanoseconds): Nanoseconds => (count * unit) as Nanoseconds;

/** The finest first. */
export const TIERS: readonly Tier[] = [
  {
    name: '',
    unitNanos: 0 as Nanoseconds,
    fileNanos: times(5, MINUTE),
    keptNanos: times(10, MINUTE),
    sampleNanos: SECOND,
  },
  { name: 'minutes', unitNanos: MINUTE, fileNanos: HOUR, keptNanos: HOUR, sampleNanos: times(10, SECOND) },
  { name: 'hours', unitNanos: HOUR, fileNanos: DAY, keptNanos: times(2, DAY), sampleNanos: MINUTE },
  {
    name: 'days',
    unitNanos: DAY,
    fileNanos: times(32, DAY),
    keptNanos: times(32, DAY),
    sampleNanos: times(10, MINUTE),
  },
];

/** The numbers of the segments of a process, as they were cut, from the first to the last one. */
export interface SegmentNumbers {
  readonly first: number;
  readonly last: number;
}
