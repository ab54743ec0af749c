// How memory grows: per tick, which is what a leak does, and over time, which is what the target asks.

import type { RuntimeSample } from '../model/record/record-segment.js';
import type { Bytes, Nanoseconds, Share } from '../model/units.js';
import { type ProcessSamples, lastOf, samplesByProcess } from './process-samples.js';
import { median } from './statistics/numbers.js';
import { theilSenSlope } from './statistics/theil-sen.js';

/** Below either of these a slope says more about chance than about the program. */
const LEAST_SAMPLES = 10;
const LEAST_TICKS = 1_000;

/**
 * The Theil-Sen slope of RSS over the ticks that had ended by then, of the process in which it is largest.
 * @param samples those after warm-up
 * @returns bytes per 1,000 ticks; `undefined` where no process has 10 samples and 1,000 ticks
 */
export function rssGrowthPerThousandTicks(samples: readonly RuntimeSample[]): Bytes | undefined {
  const slopes = samplesByProcess(samples).flatMap((group) => slopePerTick(group) ?? []);
  return slopes.length === 0 ? undefined : wholeBytes(Math.max(...slopes) * 1_000);
}

/** RSS growth of one process over its whole record. */
export interface RssGrowth {
  readonly process: string;
  /** From the first sample to the last. */
  readonly spanNanos: Nanoseconds;
  /** Theil-Sen slope times the span. */
  readonly grownBytes: Bytes;
  /** The same as a share of the median RSS. */
  readonly grownShare: Share;
}

/** @returns one for each process that has samples at two moments at least, in no particular order */
export function rssGrowthOverTime(samples: readonly RuntimeSample[]): RssGrowth[] {
  return samplesByProcess(samples).flatMap((group) => {
    const [first] = group.samples;
    const points = group.samples.map((sample) => ({ x: sample.atUnixMillis - first.atUnixMillis, y: sample.rssBytes }));
    const bytesPerMilli = theilSenSlope(points);
    if (bytesPerMilli === undefined) return [];
    const spanMillis = lastOf(group).atUnixMillis - first.atUnixMillis;
    const grownBytes = wholeBytes(bytesPerMilli * spanMillis);
    const typicalBytes = median(group.samples.map((sample) => sample.rssBytes));
    return {
      process: group.process,
      spanNanos: (spanMillis * 1e6) as Nanoseconds,
      grownBytes,
      grownShare: (grownBytes / typicalBytes) as Share,
    };
  });
}

function slopePerTick({ samples }: ProcessSamples): number | undefined {
  let ticks = 0;
  const points = samples.map((sample) => ({ x: (ticks += sample.ticksEnded), y: sample.rssBytes }));
  return samples.length < LEAST_SAMPLES || ticks < LEAST_TICKS ? undefined : theilSenSlope(points);
}

/** Never -0, which JSON does not bring back. */
function wholeBytes(bytes: number): Bytes {
  return (Math.round(bytes) || 0) as Bytes;
}
