// Series as the metrics SDK wants them: by metric, with the kind and unit that the list of names says.

import type { HrTime } from '@opentelemetry/api';
import type { DataPoint, MetricData } from '@opentelemetry/sdk-metrics';
import type { HistogramData } from '../../model/histogram/exponential-histogram.js';
import type { MetricDescription } from '../../model/semconv/metric-description.js';
import { METRICS } from '../../model/semconv/descriptions.js';
import type { UnixMilliseconds } from '../../model/units.js';
import { canBeDelta } from './delta-state.js';
import { exponentialPoint } from './exponential-point.js';
import { CUMULATIVE, DELTA, DOUBLE, EXPONENTIAL_HISTOGRAM, GAUGE, INT, SUM } from './sdk-values.js';
import type { Series } from './one-series.js';

const NANOS_PER_SECOND = 1e9;

export interface Collection {
  readonly fromUnixMillis: UnixMilliseconds;
  readonly toUnixMillis: UnixMilliseconds;
  readonly isDelta: boolean;
  readonly maxBuckets: number;
}

/** @returns one entry for each metric, in the order in which they first come */
export function metricData(series: readonly Series[], collection: Collection): MetricData[] {
  const byMetric = new Map<string, Series[]>();
  for (const one of series) {
    const others = byMetric.get(one.metric);
    if (others === undefined) byMetric.set(one.metric, [one]);
    else others.push(one);
  }
  return [...byMetric].map(([name, ofMetric]) => {
    const metric = METRICS[name];
    if (metric === undefined)
      throw new Error(`${name} is not in the list of metrics. Add it to semantic-conventions.ts.`);
    return dataOf(name, metric, ofMetric, collection);
  });
}

function dataOf(
  name: string,
  { instrument, unit, description }: MetricDescription,
  series: readonly Series[],
  { fromUnixMillis, toUnixMillis, isDelta, maxBuckets }: Collection,
): MetricData {
  const startTime = hrTime(fromUnixMillis);
  const endTime = hrTime(toUnixMillis);
  const isCount = unit !== 's' && unit !== '1';
  const isDifference = isDelta && canBeDelta(instrument);
  const data = {
    descriptor: { name, unit, description, valueType: isCount ? INT : DOUBLE },
    aggregationTemporality: isDifference ? DELTA : CUMULATIVE,
  };
  const points = <Value>(valueOf: (value: Series['value']) => Value): DataPoint<Value>[] =>
    series.map(({ attributes, value }) => ({ startTime, endTime, attributes, value: valueOf(value) }));
  const numbers = (): DataPoint<number>[] =>
    points((value) => (unit === 's' ? (value as number) / NANOS_PER_SECOND : (value as number)));

  if (instrument === 'exponential histogram') {
    const dataPoints = points((value) => exponentialPoint(value as HistogramData, maxBuckets, !isDifference));
    return { ...data, dataPointType: EXPONENTIAL_HISTOGRAM, dataPoints };
  }
  if (instrument === 'gauge') return { ...data, dataPointType: GAUGE, dataPoints: numbers() };
  return { ...data, dataPointType: SUM, isMonotonic: instrument === 'counter', dataPoints: numbers() };
}

function hrTime(unixMillis: UnixMilliseconds): HrTime {
  const seconds = Math.floor(unixMillis / 1_000);
  // Through microseconds: a double of Unix milliseconds has no more.
  const micros = Math.min(999_999, Math.round((unixMillis - seconds * 1_000) * 1_000));
  return [seconds, micros * 1_000];
}
