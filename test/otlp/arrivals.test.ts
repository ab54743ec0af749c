// Waits, response times, ages and counts of events leave the process as the record has them, bucket for bucket.

import type { ArrivalTotals } from '../../src/model/record/arrival-totals.js';
import type { HistogramData } from '../../src/model/histogram/exponential-histogram.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { attribute, type CollectedPoint, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';

interface Sent {
  readonly collector: OtlpCollector;
  readonly recorded: Recorded;
  readonly arrivals: ArrivalTotals;
}

async function send(program: string, protocol: string): Promise<Sent> {
  const collector = await OtlpCollector.start();
  const recorded = await runRecorded([fixture(program)], {
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
  });
  await collector.stop();
  const { arrivals } = mergeRecordSegments(recorded.segments) as { arrivals: ArrivalTotals };
  return { collector, recorded, arrivals };
}

/** What a metric was last sent with, by basis. */
function lastPoints({ collector }: Sent, name: string): Map<unknown, CollectedPoint> {
  const metrics = collector.metrics.filter((metric) => metric.name === name);
  const points = metrics.at(-1)?.exponentialHistogram?.dataPoints ?? [];
  return new Map(points.map((point) => [attribute(point, 'tickscope.wait.basis'), point]));
}

function expectSame(point: CollectedPoint | undefined, data: HistogramData): void {
  const { scale = 0, positive, count, sum } = point as Partial<CollectedPoint>;
  const sent: Record<number, number> = {};
  for (const [place, inBucket] of (positive?.bucketCounts ?? []).entries()) {
    if (Number(inBucket) > 0) sent[place + (positive?.offset ?? 0)] = Number(inBucket);
  }
  const recorded: Record<number, number> = {};
  for (const [place, inBucket] of data.buckets.values.entries()) {
    const index = (place + data.buckets.offset) >> (data.scale - scale);
    if (inBucket > 0) recorded[index] = (recorded[index] ?? 0) + inBucket;
  }
  expect(sent).toEqual(recorded);
  expect(Number(count)).toBe(data.count);
  expect(Number(point?.zeroCount ?? 0)).toBe(data.zeroCount);
  expect(sum).toBeCloseTo(data.sumNanos / 1e9, 9);
}

it.each(['http/protobuf', 'http/json'])('sends wait, response time and age over %s', async (protocol) => {
  const sent = await send('arrivals/burst.js', protocol);
  const own = JSON.parse(sent.recorded.stdout) as { handled: number };
  expect(sent.arrivals.waits.stamped.count).toBe(own.handled);
  const waits = lastPoints(sent, 'tickscope.tick.wait');
  const responses = lastPoints(sent, 'tickscope.tick.response');
  expectSame(waits.get('stamped'), sent.arrivals.waits.stamped);
  expectSame(responses.get('stamped'), sent.arrivals.responses.stamped);
  expectSame(lastPoints(sent, 'tickscope.tick.age').get(undefined), sent.arrivals.ages);
});

it('sends what was received, handled and dropped, as the program counted it', async () => {
  const { collector, recorded } = await send('arrivals/exchange.js', 'http/json');
  const own = JSON.parse(recorded.stdout) as { received: number; handled: number };
  const valueOf = (name: string): number =>
    Number(collector.metrics.findLast((metric) => metric.name === name)?.sum?.dataPoints[0]?.asInt);
  expect(valueOf('tickscope.events.received')).toBe(own.received);
  expect(valueOf('tickscope.events.handled')).toBe(own.handled);
  expect(valueOf('tickscope.events.dropped')).toBe(own.received - own.handled);
});

it('sends no count of events where nobody counted them when they came in', async () => {
  const { collector } = await send('arrivals/burst.js', 'http/json');
  expect(collector.metrics.map(({ name }) => name)).toContain('tickscope.tick.wait');
  expect(collector.metrics.filter(({ name }) => name.startsWith('tickscope.events.'))).toEqual([]);
});
