import { ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type ExponentialHistogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import * as fc from 'fast-check';
import { version as packageVersion } from '../../../package.json';
import {
  CUMULATIVE,
  DELTA,
  DOUBLE,
  EXPONENTIAL_HISTOGRAM,
  GAUGE,
  INT,
  SUM,
} from '../../../src/export/metrics/sdk-values.js';
import { TickscopeMetricProducer } from '../../../src/export/metrics/metric-producer.js';
import { DEFAULT_MAX_BUCKETS } from '../../../src/export/metrics/exponential-point.js';
import {
  METRIC_TICK_AGE,
  METRIC_TICK_RESPONSE,
  METRIC_TICK_WAIT,
} from '../../../src/model/semconv/arrival-conventions.js';
import type { HistogramData } from '../../../src/model/histogram/exponential-histogram.js';
import { mergeRecordSegments } from '../../../src/aggregate/merge-record-segments.js';
import type { MetricDescription } from '../../../src/model/semconv/metric-description.js';
import { EXACT_NAMES } from '../../../src/model/limits.js';
import { OPERATION_KINDS } from '../../../src/model/operation.js';
import type { RecordSegment } from '../../../src/model/record/record-segment.js';
import { METRIC_LOOP_HELD, METRIC_V8JS_GC_DURATION } from '../../../src/model/semconv/runtime-conventions.js';
import { ATTRIBUTES, METRICS } from '../../../src/model/semconv/descriptions.js';
import {
  METRIC_LOSSES,
  METRIC_OPERATION_DURATION,
  METRIC_TICK_DURATION,
} from '../../../src/model/semconv/semantic-conventions.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { anyStream } from '../../aggregate/measured-stream.js';
import { SEED } from '../../aggregate/random-trace.js';
import { BEGIN, MeasuredSource, collecting, keyOf, metricsOf, pointsOf } from './measured-source.js';

type Buckets = Record<number, number>;

const ns = (nanos: number): Nanoseconds => nanos as Nanoseconds;

/** Counts by bucket index, the slow way. */
function bucketsOf(data: HistogramData, scale: number): Buckets {
  const buckets: Buckets = {};
  for (const [position, count] of data.buckets.values.entries()) {
    const index = Math.floor((data.buckets.offset + position) / 2 ** (data.scale - scale));
    if (count !== 0) buckets[index] = (buckets[index] ?? 0) + count;
  }
  return buckets;
}

function bucketsIn({ positive }: ExponentialHistogram): Buckets {
  const entries = positive.bucketCounts.map((count, position) => [positive.offset + position, count] as const);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

function expectSame(point: ExponentialHistogram | undefined, data: HistogramData): void {
  expect(point).toMatchObject({
    count: data.count,
    sum: data.sumNanos / 1e9,
    min: data.minNanos / 1e9,
    max: data.maxNanos / 1e9,
    zeroCount: data.zeroCount,
  });
  const { scale } = point as ExponentialHistogram;
  expect(bucketsIn(point as ExponentialHistogram)).toEqual(bucketsOf(data, scale));
  expect((point as ExponentialHistogram).positive.bucketCounts.length).toBeLessThanOrEqual(DEFAULT_MAX_BUCKETS);
}

function histogramOf(metric: MetricData | undefined): MetricData | undefined {
  return metric?.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM ? metric : undefined;
}

/** The one value of each metric whose name begins so. */
function valuesBelow(metrics: ReadonlyMap<string, MetricData>, start: string): Record<string, unknown> {
  const entries = [...metrics].filter(([name]) => name.startsWith(start));
  return Object.fromEntries(entries.map(([name, metric]) => [name.slice(start.length), metric.dataPoints[0]?.value]));
}

describe('metrics through the SDK', () => {
  it('are the histograms of the report, bucket for bucket', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream(4), async (events) => {
        const source = new MeasuredSource();
        const { collect, stop } = collecting(new TickscopeMetricProducer(source));
        for (const event of events) {
          source.feed(event);
          if (event.part === 0) source.cut();
        }
        const metrics = metricsOf(await collect());
        const record = mergeRecordSegments(source.segments()) as RecordSegment;

        const ticks = pointsOf<ExponentialHistogram>(metrics, METRIC_TICK_DURATION);
        const names = record.groups.filter((group) => group.dimension === 'name');
        // Nobody counts them by symbol.
        expect([...ticks.keys()]).toEqual(names.map(({ name }) => `${name}|`));
        for (const { name, durations } of names) expectSame(ticks.get(`${name}|`)?.value, durations);

        for (const [metric, histograms] of [
          [METRIC_TICK_WAIT, record.arrivals.waits],
          [METRIC_TICK_RESPONSE, record.arrivals.responses],
          [METRIC_TICK_AGE, { '': record.arrivals.ages }],
        ] as const) {
          const known = Object.entries(histograms).filter(([, { count }]) => count > 0);
          const points = pointsOf<ExponentialHistogram>(metrics, metric);
          const keys = known.map(([basis]) => (basis === '' ? '' : `${basis}|`));
          expect([...points.keys()]).toEqual(keys);
          for (const [place, [, data]] of known.entries()) expectSame(points.get(keys[place]!)?.value, data);
        }
        const { received, handled, sequenceGaps, sequenceMissing } = record.arrivals;
        const counts = events.length === 0 ? {} : { received, handled, dropped: received - handled };
        const gaps = sequenceGaps === 0 ? {} : { sequence_gaps: sequenceGaps, sequence_missing: sequenceMissing };
        expect(valuesBelow(metrics, 'tickscope.events.')).toEqual({ ...counts, ...gaps });

        const operations = pointsOf<ExponentialHistogram>(metrics, METRIC_OPERATION_DURATION);
        expect(operations.size).toBe(record.operations.length);
        for (const { kind, name, durations } of record.operations) {
          expectSame(operations.get(`${kind}|${name}`)?.value, durations);
        }

        const held = pointsOf<ExponentialHistogram>(metrics, METRIC_LOOP_HELD);
        expect(held.size).toBe(record.owners.length);
        for (const { kind, name, held: data } of record.owners) expectSame(held.get(`${kind}|${name}`)?.value, data);
        const pauses = pointsOf<ExponentialHistogram>(metrics, METRIC_V8JS_GC_DURATION);
        expect(pauses.size).toBe(record.gc.length);
        for (const { kind, pauses: data } of record.gc) expectSame(pauses.get(kind)?.value, data);
        await stop();
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('begin with the process and end with the collection', async () => {
    const source = new MeasuredSource();
    source.recorder.segment.tickStarted();
    const { collect, stop } = collecting(new TickscopeMetricProducer(source));
    await collect();
    const collected = await collect();
    expect(collected.scopeMetrics[0]?.scope).toEqual({ name: 'tickscope', version: packageVersion });
    const started = metricsOf(collected).get('tickscope.tick.started');
    expect(started).toMatchObject({
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: [{ startTime: [BEGIN / 1_000, 0], endTime: [BEGIN / 1_000 + 2, 0], attributes: {}, value: 1 }],
    });
    await stop();
  });

  it('as differences add up to the whole, and each begins where the one before ended', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream(4), async (events) => {
        const source = new MeasuredSource();
        const options = { temporality: AggregationTemporality.DELTA };
        const delta = collecting(new TickscopeMetricProducer(source, options));
        const sums = new Map<string, number>();
        let end = [BEGIN / 1_000, 0];
        const collectDelta = async (): Promise<void> => {
          const metrics = metricsOf(await delta.collect());
          for (const [name, metric] of metrics) {
            if (metric.aggregationTemporality !== AggregationTemporality.DELTA) continue;
            for (const point of metric.dataPoints) {
              expect(point.startTime).toEqual(end);
              addNumbers(sums, name, point);
            }
          }
          end = [(end[0] as number) + 1, 0];
        };
        for (const event of events) {
          source.feed(event);
          if (event.part === 0) source.cut();
          if (event.latePart === 0) await collectDelta();
        }
        await collectDelta();

        const whole = collecting(new TickscopeMetricProducer(source));
        const expected = new Map<string, number>();
        for (const [name, metric] of metricsOf(await whole.collect())) {
          if (!['counter', 'exponential histogram'].includes(METRICS[name]?.instrument ?? '')) continue;
          for (const point of metric.dataPoints) {
            addNumbers(expected, name, point);
          }
        }
        expect([...sums.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
        for (const [key, value] of expected) expect(sums.get(key)).toBeCloseTo(value, 9);
        await Promise.all([delta.stop(), whole.stop()]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('leave a histogram without smallest and largest value where it is a difference', async () => {
    const source = new MeasuredSource();
    const id = source.recorder.names.intern('indicator', 'ema');
    const { collect, stop } = collecting(
      new TickscopeMetricProducer(source, { temporality: AggregationTemporality.DELTA }),
    );
    source.recorder.segment.operationEnded(id, ns(10), 0);
    const [point] = metricsOf(await collect()).get(METRIC_OPERATION_DURATION)?.dataPoints ?? [];
    expect(point?.value).toMatchObject({ count: 1, sum: 1e-8 });
    expect(point?.value).not.toHaveProperty('min');
    expect(metricsOf(await collect()).has(METRIC_OPERATION_DURATION)).toBe(false);
    await stop();
  });

  it('narrow a histogram of 90 days and one of a nanosecond to 160 buckets, and lose no tick', async () => {
    const source = new MeasuredSource();
    const id = source.recorder.names.intern('indicator', 'ema');
    let count = 0;
    for (let nanos = 1; nanos < 8e15; nanos = Math.ceil(nanos * 1.01)) {
      source.recorder.segment.operationEnded(id, ns(nanos), 0);
      count++;
    }
    source.recorder.segment.operationEnded(id, ns(0), 0);
    for (const maxBuckets of [160, 40, 2, 1]) {
      const { collect, stop } = collecting(new TickscopeMetricProducer(source, { maxBuckets }));
      const point = pointsOf<ExponentialHistogram>(metricsOf(await collect()), METRIC_OPERATION_DURATION);
      const value = point.get('indicator|ema')?.value as ExponentialHistogram;
      expect(value.positive.bucketCounts.length).toBeLessThanOrEqual(Math.max(2, maxBuckets));
      expect(value.positive.bucketCounts.reduce((sum, bucket) => sum + bucket, 0)).toBe(count);
      expect(value).toMatchObject({ count: count + 1, zeroCount: 1, min: 0 });
      const record = mergeRecordSegments(source.segments()) as RecordSegment;
      expect(bucketsIn(value)).toEqual(bucketsOf(record.operations[0]?.durations as HistogramData, value.scale));
      await stop();
    }
  });

  it('are those of the list, with its units and kinds, and the list has no other', async () => {
    const source = new MeasuredSource();
    const [events] = fc.sample(fc.array(anyStream(1), { minLength: 20, maxLength: 20 }), { seed: SEED, numRuns: 1 });
    for (const event of (events ?? []).flat()) source.feed(event);
    source.losses.add('calls_too_deep');
    source.caches = [{ key: 'c', source: 'configured', name: 'get', location: undefined, hits: 1, misses: 0 }];
    const { collect, stop } = collecting(new TickscopeMetricProducer(source));
    const metrics = metricsOf(await collect());
    expect([...metrics.keys()].toSorted()).toEqual(Object.keys(METRICS).toSorted());
    for (const [name, metric] of metrics) {
      const listed = METRICS[name] as MetricDescription;
      expect({ ...metric.descriptor, instrument: instrumentOf(metric) }).toMatchObject({
        name,
        unit: listed.unit,
        description: listed.description,
        instrument: listed.instrument,
      });
      for (const { attributes } of metric.dataPoints) expect(Object.keys(attributes)).toEqual([...listed.attributes]);
    }
    await stop();
  });

  it('take any name of an operation as it is, and 300 of them within the bounds', async () => {
    const source = new MeasuredSource();
    const { names, segment } = source.recorder;
    const awkward = ['SELECT "a"\nFROM {b}', 'Größe µ €', '__name__', '\\', 'a,b="c"', '', '0'];
    const all = [...awkward, ...Array.from({ length: 300 - awkward.length }, (_, at) => `SELECT ${at} FROM quotes`)];
    for (const [at, name] of all.entries()) {
      segment.operationEnded(names.intern('query', name), ns(1_000 + at), 0);
    }
    const { collect, stop } = collecting(new TickscopeMetricProducer(source));
    const points = pointsOf<ExponentialHistogram>(metricsOf(await collect()), METRIC_OPERATION_DURATION);
    expect(points.size).toBeLessThanOrEqual(EXACT_NAMES + OPERATION_KINDS.length);
    for (const [at, name] of awkward.entries()) expect(points.get(`query|${name}`)?.value.sum).toBe((1_000 + at) / 1e9);
    expect(points.get('query|__other__')?.value.count).toBe(300 - EXACT_NAMES);
    const counted = [...points.values()].reduce((sum, { value }) => sum + value.count, 0);
    expect(counted).toBe(300);
    await stop();
  });
});

describe('a source that fails', () => {
  it("loses nothing of the user's own metrics, and is counted", async () => {
    const source = new MeasuredSource();
    const read = source.readMetrics.bind(source);
    source.readMetrics = () => {
      throw new Error('broken');
    };
    const { provider, collect, stop } = collecting(new TickscopeMetricProducer(source));
    provider.getMeter('bot').createCounter('orders').add(3);
    const collected = await collect();
    expect(collected.scopeMetrics.map(({ scope }) => scope.name)).toEqual(['bot']);
    expect(collected.scopeMetrics[0]?.metrics[0]?.dataPoints[0]?.value).toBe(3);

    source.readMetrics = read;
    const losses = pointsOf<number>(metricsOf(await collect()), METRIC_LOSSES);
    expect(losses.get('collections_failed')?.value).toBe(1);
    await stop();
  });

  it('does not reject even where the loss cannot be counted', async () => {
    const fail = (): never => {
      throw new Error('broken');
    };
    const producer = new TickscopeMetricProducer({ readMetrics: fail, losses: { add: fail } });
    await expect(producer.collect()).resolves.toMatchObject({ resourceMetrics: { scopeMetrics: [] } });
  });
});

describe('the list of names', () => {
  it('has names that OpenTelemetry allows, and that stay apart in Prometheus', () => {
    for (const names of [Object.keys(METRICS), Object.keys(ATTRIBUTES)]) {
      for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:[._][a-z0-9]+)*$/);
      expect(new Set(names.map((name) => name.replaceAll('.', '_'))).size).toBe(names.length);
    }
  });

  it('describes every attribute of a metric', () => {
    for (const { attributes } of Object.values(METRICS)) {
      for (const attribute of attributes) expect(ATTRIBUTES[attribute]?.on).toContain('metric');
    }
  });

  it('has the kinds of operations that there are', () => {
    expect(ATTRIBUTES['tickscope.operation.kind']?.values).toEqual([...OPERATION_KINDS]);
  });
});

function instrumentOf(metric: MetricData): MetricDescription['instrument'] {
  if (histogramOf(metric) !== undefined) return 'exponential histogram';
  if (metric.dataPointType === DataPointType.SUM) return metric.isMonotonic ? 'counter' : 'up-down counter';
  return 'gauge';
}

/** Adds every number of a point that adds up; buckets as powers of two, because the scale may fall between two collections. */
function addNumbers(
  sums: Map<string, number>,
  name: string,
  { attributes, value }: MetricData['dataPoints'][number],
): void {
  const add = (what: string, amount: number): void => {
    const key = `${name}|${keyOf(attributes)}|${what}`;
    if (amount !== 0) sums.set(key, (sums.get(key) ?? 0) + amount);
  };
  if (typeof value === 'number') return add('value', value);
  const histogram = value as ExponentialHistogram;
  add('count', histogram.count);
  add('sum', histogram.sum ?? 0);
  add('zero', histogram.zeroCount);
  for (const [index, count] of Object.entries(bucketsIn(histogram))) {
    add(`bucket ${Math.floor(Number(index) / 2 ** histogram.scale)}`, count);
  }
}

it('spells out the values of the SDK', () => {
  expect([DELTA, CUMULATIVE]).toEqual([AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE]);
  const { EXPONENTIAL_HISTOGRAM: histogram, GAUGE: gauge, SUM: total } = DataPointType;
  expect([EXPONENTIAL_HISTOGRAM, GAUGE, SUM]).toEqual([histogram, gauge, total]);
  expect([INT, DOUBLE]).toEqual([ValueType.INT, ValueType.DOUBLE]);
});
