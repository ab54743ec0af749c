// Whether 95 % intervals have the truth in 95 of 100 trials: shares of slow ticks, of made-up ticks whose law is known.

import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { rankOperations } from '../../src/analysis/ranking.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import { bucketIndex } from '../../src/model/histogram/histogram-buckets.js';
import { NameTable } from '../../src/model/name-table.js';
import type { TickTrace } from '../../src/model/tick-trace.js';
import { HEAD } from '../aggregate/measured-stream.js';
import { normal, uniform } from './keyed-random.js';

/** Operations of every tick, one after the other: a heavy one, a middling one, one in every eighth tick, and the handler's own. */
const OPERATIONS = [
  { name: 'heavy', medianNanos: 400_000, spread: 0.5, often: 1 },
  { name: 'middling', medianNanos: 250_000, spread: 0.3, often: 1 },
  { name: 'sometimes', medianNanos: 300_000, spread: 0.4, often: 0.125 },
  { name: 'own', medianNanos: 100_000, spread: 0.2, often: 1 },
] as const;
const POPULATION = 400_000;
const PER_SECOND = 100;

export interface Coverage {
  readonly name: string;
  readonly share: number;
  /** The share of trials in which the interval has the truth. */
  readonly covered: number;
}

export function intervalCoverage(trials: number, ticks: number): Coverage[] {
  const truths = new TrueShares();
  const covered = OPERATIONS.map(() => 0);
  const shares = OPERATIONS.map(() => 0);
  for (let trial = 0; trial < trials; trial++) {
    const { ranking, slowBucket } = rankedTrial(trial + 1, ticks);
    for (const [place, { name }] of OPERATIONS.entries()) {
      const interval = ranking.find((row) => row.name === name)?.shareInterval;
      const truth = truths.from(slowBucket, place);
      shares[place]! += truth / trials;
      if (interval !== undefined && interval.atLeast <= truth && truth <= interval.atMost) covered[place]!++;
    }
  }
  return OPERATIONS.map(({ name }, place) => ({
    name,
    share: shares[place] as number,
    covered: (covered[place] as number) / trials,
  }));
}

function drawn(place: number, seed: number, tick: number): number {
  const { medianNanos, spread, often } = OPERATIONS[place] as (typeof OPERATIONS)[number];
  if (often < 1 && uniform(seed, tick, place, 5) >= often) return 0;
  return Math.round(medianNanos * Math.exp(spread * normal(seed, tick, place)));
}

function rankedTrial(seed: number, ticks: number): { ranking: ReturnType<typeof rankOperations>; slowBucket: number } {
  const names = new NameTable();
  const ids = OPERATIONS.map(({ name }) => names.intern(name === 'own' ? 'tick' : 'query', name));
  const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
  const trace = {
    count: 0,
    startNanos: new Float64Array(OPERATIONS.length),
    endNanos: new Float64Array(OPERATIONS.length),
    parents: new Int32Array(OPERATIONS.length),
    operationIds: new Int32Array(OPERATIONS.length),
    flags: new Uint8Array(OPERATIONS.length),
  };
  for (let tick = 0; tick < ticks; tick++) {
    const start = Math.round((tick * 1e9) / PER_SECOND);
    let now = start;
    let count = 1;
    for (let place = 0; place < OPERATIONS.length - 1; place++) {
      const nanos = drawn(place, seed, tick);
      if (nanos === 0) continue;
      trace.startNanos[count] = now;
      now += nanos;
      trace.endNanos[count] = now;
      trace.operationIds[count++] = ids[place] as number;
    }
    trace.parents[0] = -1;
    trace.startNanos[0] = start;
    trace.endNanos[0] = now + drawn(OPERATIONS.length - 1, seed, tick);
    trace.operationIds[0] = ids.at(-1) as number;
    segment.tickClosed({ ...trace, count } satisfies TickTrace, undefined);
  }
  const whole = segment.toSegment(HEAD);
  const durations = ExponentialHistogram.fromData(whole.ticks.durations);
  return { ranking: rankOperations(whole), slowBucket: Math.floor((durations.quantileBucket(0.95) as number) / 4) };
}

/** Of as many ticks that nobody measured: the share of those from a bucket of scale 4 upwards. */
class TrueShares {
  /** By bucket: the time of each operation. */
  readonly #nanos = new Map<number, number[]>();

  constructor() {
    for (let tick = 0; tick < POPULATION; tick++) {
      const nanos = OPERATIONS.map((_, place) => drawn(place, 0, tick));
      const bucket = bucketIndex(
        4,
        nanos.reduce((sum, one) => sum + one, 0),
      );
      const sums = this.#nanos.get(bucket);
      if (sums === undefined) this.#nanos.set(bucket, nanos);
      else for (const [place, one] of nanos.entries()) sums[place]! += one;
    }
  }

  from(bucket: number, place: number): number {
    let nanos = 0;
    let total = 0;
    for (const [index, sums] of this.#nanos) {
      if (index < bucket) continue;
      nanos += sums[place] as number;
      for (const one of sums) total += one;
    }
    return nanos / total;
  }
}
