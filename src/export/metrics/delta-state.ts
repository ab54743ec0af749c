// What was handed out last, so that a reader that wants differences gets them.

import type { HistogramData } from '../../model/histogram/exponential-histogram.js';
import type { MetricDescription } from '../../model/semconv/metric-description.js';
import { METRICS } from '../../model/semconv/descriptions.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';
import type { Series } from './one-series.js';

/** Series of the time that begins at `fromUnixMillis`. */
export interface SeriesSince {
  readonly series: readonly Series[];
  readonly fromUnixMillis: UnixMilliseconds;
}

export class DeltaState {
  readonly #last = new Map<string, Series['value']>();
  #lastUnixMillis: UnixMilliseconds | undefined;

  /** @returns what came since the last time: of counters and histograms those that moved, everything else as it is */
  since({ series: all, fromUnixMillis }: SeriesSince): SeriesSince {
    const series: Series[] = [];
    for (const one of all) {
      if (!isDelta(one)) {
        series.push(one);
        continue;
      }
      const value = difference(one.value, this.#last.get(keyOf(one)));
      if (value !== undefined) series.push({ metric: one.metric, attributes: one.attributes, value });
    }
    return { series, fromUnixMillis: this.#lastUnixMillis ?? fromUnixMillis };
  }

  /** Only now the next time begins: what could not be handed out comes with the next. */
  handedOut(all: readonly Series[], toUnixMillis: UnixMilliseconds): void {
    for (const one of all) if (isDelta(one)) this.#last.set(keyOf(one), one.value);
    this.#lastUnixMillis = toUnixMillis;
  }
}

/** A gauge has no temporality, and an up-down counter that started in the middle would mean nothing. */
export function canBeDelta(instrument: MetricDescription['instrument'] | undefined): boolean {
  return instrument === 'counter' || instrument === 'exponential histogram';
}

function isDelta({ metric }: Series): boolean {
  return canBeDelta(METRICS[metric]?.instrument);
}

function keyOf({ metric, attributes }: Series): string {
  return [metric, ...Object.values(attributes)].join('\u0000');
}

/** @returns `undefined` where nothing came */
function difference(value: Series['value'], before: Series['value'] | undefined): Series['value'] | undefined {
  if (typeof value === 'number') return value - ((before as number | undefined) ?? 0) || undefined;
  const histogramBefore = before as HistogramData | undefined;
  if (value.count === (histogramBefore?.count ?? 0)) return undefined;
  return histogramBefore === undefined ? value : histogramDifference(value, histogramBefore);
}

/** Counts only rise: every bucket of the one before is in the one after. */
function histogramDifference(after: HistogramData, before: HistogramData): HistogramData {
  const values = after.buckets.values.slice();
  const shift = before.buckets.offset - after.buckets.offset;
  for (let position = 0; position < before.buckets.values.length; position++) {
    values[position + shift]! -= before.buckets.values[position] as number;
  }
  let first = 0;
  let end = values.length;
  while (first < end && values[first] === 0) first++;
  while (end > first && values[end - 1] === 0) end--;
  return {
    ...after,
    count: after.count - before.count,
    sumNanos: (after.sumNanos - before.sumNanos) as Nanoseconds,
    zeroCount: after.zeroCount - before.zeroCount,
    buckets: { offset: after.buckets.offset + first, values: values.slice(first, end) },
  };
}
