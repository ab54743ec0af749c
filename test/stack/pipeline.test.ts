// The whole way: the bot under the preload, the collector, Jaeger and Prometheus. What their public APIs answer is compared
// with the record that the same run left.

import { bucketUpperNanos } from '../../src/model/histogram/histogram-buckets.js';
import type { KeptTick } from '../../src/model/record/record-segment.js';
import {
  ATTR_CRITICAL_PATH_NANOS,
  ATTR_DURATION_NANOS,
  ATTR_START_NANOS,
  METRIC_TICK_DURATION,
  METRIC_TICK_ENDED,
} from '../../src/model/semconv/semantic-conventions.js';
import { COPIES, embeddedDatabase } from '../bot/bot-runs.js';
import { timesOnJaegersPath } from '../export/traces/jaeger-critical-path.js';
import { type Recorded, runRecorded } from '../support/programs.js';
import { eventually } from './eventually.js';
import {
  exemplarsInPrometheus,
  histogramInPrometheus,
  type JaegerSpan,
  runningStack,
  spansInJaeger,
  valueInPrometheus,
} from './servers.js';
import { isInside, parentIdOf, tagOf, treeOfKept, treesOfSpans } from './span-tree.js';

/** No quantile below falls on the border between two ticks: of 400, the 380th and the 381st both have a claim to be p95. */
const TICKS = 401;
const SERVICE = 'stack-test';

const stack = runningStack();
const database = embeddedDatabase();

let run: Recorded;
let kept: readonly KeptTick[];

beforeAll(async () => {
  run = await runRecorded(
    [COPIES.CommonJS, '--rate', '50', '--ticks', String(TICKS), '--habits', 'query-per-position'],
    {
      environment: {
        DATABASE_URL: database.url,
        OTEL_SERVICE_NAME: SERVICE,
        OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
        OTEL_METRIC_EXPORT_INTERVAL: '1000',
        // A segment has room for 64 kept ticks.
        TICKSCOPE_SEGMENT_MILLIS: '500',
        // Every kept tick is looked up in Jaeger.
        TICKSCOPE_TICKS_PER_SECOND: '1000',
      },
    },
  );
  kept = run.segments.flatMap((segment) => segment.kept);
}, 180_000);

it('runs the bot to its end, and loses nothing on the way', () => {
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.report.losses).toEqual([]);
  expect(run.report.ticks.count).toBe(TICKS);
  expect(kept.length).toBeGreaterThan(20);
});

describe('Jaeger', () => {
  const traces = new Map<string, readonly JaegerSpan[]>();

  beforeAll(async () => {
    for (const { traceId, operations } of kept) {
      const whole = (spans: readonly JaegerSpan[]): boolean => spans.length >= operations.length;
      traces.set(traceId, await eventually(() => spansInJaeger(stack, traceId), whole));
    }
  }, 120_000);

  it('has every kept tick by its trace id: all spans, their names and parents, their exact times', () => {
    const expected = kept.map((tick) => [tick.traceId, [treeOfKept(tick)]]);
    const found = kept.map(({ traceId }) => [traceId, treesOfSpans(traces.get(traceId) ?? [])]);
    expect(found).toEqual(expected);
  });

  it('shows children inside their parents', () => {
    const outside = [...traces.values()].flatMap((spans) => {
      const byId = new Map(spans.map((span) => [span.spanID, span]));
      return spans.filter((span) => {
        const parent = byId.get(parentIdOf(span) ?? '');
        return parent !== undefined && !isInside(span, parent);
      });
    });
    expect(outside).toEqual([]);
  });

  it('shows ticks with their times to the microsecond, and everything in them to two', () => {
    for (const tick of kept) {
      const begin = BigInt(tick.startedAtUnixNanos);
      for (const span of traces.get(tick.traceId) ?? []) {
        const [startNanos, durationNanos] = [ATTR_START_NANOS, ATTR_DURATION_NANOS].map((name) =>
          Number(tagOf(span, name)),
        );
        const micros = Number((begin + BigInt(startNanos!)) / 1_000n);
        const most = parentIdOf(span) === undefined ? 0 : 2;
        expect(Math.abs(span.startTime - micros)).toBeLessThanOrEqual(most);
        expect(Math.abs(span.duration - Math.floor(durationNanos! / 1_000))).toBeLessThanOrEqual(most);
      }
    }
  });

  it('shows a free microsecond between siblings that ran one after the other', () => {
    const touching = kept.flatMap((tick) => {
      const spans = traces.get(tick.traceId) ?? [];
      const byId = new Map(spans.map((span) => [span.spanID, span]));
      return spans.flatMap((one) =>
        spans.filter(
          (next) =>
            parentIdOf(next) === parentIdOf(one) &&
            exactEnd(one) <= Number(tagOf(next, ATTR_START_NANOS)) &&
            exactEnd(one) <= exactEnd(byId.get(parentIdOf(one) ?? '')) &&
            one.startTime < next.startTime &&
            next.startTime < shownEnd(byId.get(parentIdOf(one) ?? '')) &&
            next.startTime <= shownEnd(one),
        ),
      );
    });
    expect(touching).toEqual([]);
  });

  it("has each operation's time on its critical path, to 1 % of the tick or two microseconds", () => {
    const wrong = kept.flatMap((tick) => {
      const spans = traces.get(tick.traceId) ?? [];
      const stored = spans
        .toSorted((left, right) => Number(tagOf(left, ATTR_START_NANOS)) - Number(tagOf(right, ATTR_START_NANOS)))
        .map((span) => ({
          id: span.spanID,
          parent: parentIdOf(span),
          startMicros: BigInt(span.startTime),
          durationMicros: BigInt(span.duration),
        }));
      const shown = timesOnJaegersPath(stored);
      const mostNanos = Math.max(2_000, tick.durationNanos / 100);
      return spans.flatMap((span) => {
        const nanos = Number(tagOf(span, ATTR_CRITICAL_PATH_NANOS));
        const errorNanos = (shown.get(span.spanID) ?? 0) * 1_000 - nanos;
        return Math.abs(errorNanos) > mostNanos ? [[span.operationName, nanos, errorNanos, tick.durationNanos]] : [];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe('Prometheus', () => {
  const selector = `{service_name="${SERVICE}"}`;
  const ended = `sum(${prometheusName(METRIC_TICK_ENDED)}_total${selector})`;
  const durations = `sum(${prometheusName(METRIC_TICK_DURATION)}_seconds${selector})`;

  it('has every rule as it is shipped, and none of them fails', async () => {
    const answer = await fetch(`${stack.prometheusUrl}/api/v1/rules`);
    const { data } = (await answer.json()) as { data: { groups: { rules: { lastError?: string }[] }[] } };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules).toHaveLength(18);
    expect(rules.filter(({ lastError = '' }) => lastError !== '')).toEqual([]);
  });

  it('counts the ticks that the report counts', async () => {
    const { count } = run.report.ticks;
    expect(
      await eventually(
        () => valueInPrometheus(stack, ended),
        (value) => value === count,
      ),
    ).toBe(count);
  }, 90_000);

  it("has the report's histogram, bucket by bucket", async () => {
    const { count, sumNanos } = run.report.histograms.ticks;
    const histogram = await eventually(
      () => histogramInPrometheus(stack, durations),
      (answer) => answer?.count === count,
    );
    expect(histogram?.count).toBe(count);
    expect(histogram?.sum).toBeCloseTo(sumNanos / 1e9, 9);
    expect(countsByUpperBound(histogram?.buckets ?? [])).toEqual(recordedCountsWithin(histogram?.buckets ?? []));
  }, 90_000);

  it('names ticks on the histogram that Jaeger has, with the durations of their roots', async () => {
    const metric = `${prometheusName(METRIC_TICK_DURATION)}_seconds${selector}`;
    const exemplars = await eventually(
      () => exemplarsInPrometheus(stack, metric),
      (answer) => answer.length >= 10,
    );
    expect(exemplars.length).toBeGreaterThanOrEqual(10);
    for (const { traceId, spanId, value } of exemplars) {
      const spans = await eventually(
        () => spansInJaeger(stack, traceId),
        (answer) => answer.some(({ spanID }) => spanID === spanId),
      );
      const root = spans.find(({ spanID }) => spanID === spanId);
      expect(root && parentIdOf(root)).toBeUndefined();
      expect(value).toBeCloseTo(Number(root && tagOf(root, ATTR_DURATION_NANOS)) / 1e9, 9);
    }
  }, 120_000);

  it.each([
    [0.5, 'p50Nanos'],
    [0.95, 'p95Nanos'],
    [0.99, 'p99Nanos'],
  ] as const)(
    'answers the quantile %d from the same bucket as the report',
    async (quantile, field) => {
      const { count } = run.report.ticks;
      const histogram = await eventually(
        () => histogramInPrometheus(stack, durations),
        (answer) => answer?.count === count,
      );
      const answered = await valueInPrometheus(stack, `histogram_quantile(${quantile}, ${durations})`);
      const reported = run.report.ticks[field] / 1e9;
      // The report says the middle of the bucket, Prometheus a place within it: each is at most half a width off.
      const bucket = histogram?.buckets.find(({ lower, upper }) => lower < reported && reported <= upper);
      expect(answered).toBeGreaterThanOrEqual(bucket!.lower);
      expect(answered).toBeLessThanOrEqual(bucket!.upper);
    },
    90_000,
  );
});

/** Prometheus writes names so: dots become underscores, units and `_total` come behind. */
function prometheusName(metric: string): string {
  return metric.replaceAll('.', '_');
}

function shownEnd(span: JaegerSpan | undefined): number {
  return span === undefined ? Infinity : span.startTime + span.duration;
}

/** Since the tick's begin. */
function exactEnd(span: JaegerSpan | undefined): number {
  return span === undefined
    ? Infinity
    : Number(tagOf(span, ATTR_START_NANOS)) + Number(tagOf(span, ATTR_DURATION_NANOS));
}

type Bucket = { readonly lower: number; readonly upper: number; readonly count: number };

function countsByUpperBound(buckets: readonly Bucket[]): Record<string, number> {
  return Object.fromEntries(
    buckets.filter(({ count }) => count > 0).map(({ upper, count }) => [upper.toPrecision(12), count]),
  );
}

/** The record's buckets, added up within those that arrived: these may be wider, by a power of two. */
function recordedCountsWithin(buckets: readonly Bucket[]): Record<string, number> {
  const { scale, buckets: recorded } = run.report.histograms.ticks;
  const counts: Record<string, number> = {};
  for (const [position, count] of recorded.values.entries()) {
    if (count === 0) continue;
    const upper = bucketUpperNanos(scale, recorded.offset + position) / 1e9;
    const around = buckets.find((bucket) => bucket.lower < upper && upper <= bucket.upper * (1 + Number.EPSILON));
    const name = around === undefined ? `none for ${upper}` : around.upper.toPrecision(12);
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}
