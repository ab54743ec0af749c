// What leaves the process as traces and metrics is what the recorder measured, in exact attributes and bucket for bucket.

import { version as packageVersion } from '../../package.json';
import { bucketIndex } from '../../src/model/histogram/histogram-buckets.js';
import type { KeptTick, StoredSegment } from '../../src/model/record/record-segment.js';
import { attribute, type CollectedSpan, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';

const PROGRAM = [fixture('capture/traced-ticks.js')];

const WAYS = [
  ['http/protobuf', 'thread'],
  ['http/json', 'thread'],
  ['http/protobuf', 'worker'],
  ['http/json', 'worker'],
] as const;

describe.each(WAYS)('over %s from the %s', (protocol, mode) => {
  let collector: OtlpCollector;
  let recorded: Recorded;
  beforeAll(async () => {
    collector = await OtlpCollector.start();
    recorded = await runRecorded(PROGRAM, {
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        TICKSCOPE_EXPORT: mode,
      },
    });
  });
  afterAll(() => collector.stop());

  const spansOf = (traceId: string): CollectedSpan[] => collector.spans.filter((span) => span.traceId === traceId);
  const keptTicks = (): KeptTick[] => recorded.segments.flatMap((segment: StoredSegment) => segment.kept);

  // Bare, nobody keeps a context and the program has no active span: what it has to print is written out here.
  it('leaves the program its output and its end', () => {
    expect(recorded.stderr).toBe('');
    expect(recorded.stdout).toBe('true undefined\n'.repeat(4) + 'refused\ntrue desk=fx\nthe end, once\n');
    expect([recorded.code, recorded.signal]).toEqual([0, null]);
  });

  it('sends every kept tick with one root, its own children, and the recorder’s times: exact in attributes, to 2 µs as the span’s', () => {
    expect(keptTicks()).toHaveLength(6);
    for (const tick of keptTicks()) {
      const spans = spansOf(tick.traceId);
      const begin = BigInt(tick.startedAtUnixNanos);
      const expected = tick.operations.map(({ name, startNanos, durationNanos, late }) => ({
        name,
        // A late operation ends after its tick, when nobody writes the record any more.
        times: late === true ? ['later'] : [startNanos, durationNanos],
      }));
      const sent = spans.map((span) => ({
        name: span.name,
        times:
          attribute(span, 'tickscope.late') === true
            ? ['later']
            : [attribute(span, 'tickscope.start_nanos'), attribute(span, 'tickscope.duration_nanos')],
      }));
      expect(sent).toEqual(expected);
      for (const [position, { startNanos, durationNanos, late }] of tick.operations.entries()) {
        const { startTimeUnixNano, endTimeUnixNano } = spans[position]!;
        const start = Number(BigInt(startTimeUnixNano) - begin);
        expect(Math.abs(start - startNanos)).toBeLessThan(position === 0 ? 1 : 2_000);
        if (late === true) continue;
        const end = Number(BigInt(endTimeUnixNano) - begin);
        expect(Math.abs(end - startNanos - durationNanos)).toBeLessThan(position === 0 ? 1 : 2_000);
      }
      expect(spans.map(({ parentSpanId }) => spans.findIndex(({ spanId }) => spanId === parentSpanId))).toEqual(
        tick.operations.map(({ parent }) => parent),
      );
      expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    }
  });

  it('says which version of Tickscope made the spans and the metrics', () => {
    const scopesOf = (signal: string): unknown[] =>
      collector.received.flatMap((request) =>
        request.signal === signal ? request.scopes.filter(({ name }) => name === 'tickscope') : [],
      );
    for (const signal of ['traces', 'metrics']) {
      expect(scopesOf(signal).length).toBeGreaterThan(0);
      expect(new Set(scopesOf(signal).map((scope) => JSON.stringify(scope)))).toEqual(
        new Set([JSON.stringify({ name: 'tickscope', version: packageVersion })]),
      );
    }
  });

  it('keeps children inside their parents, and siblings that follow each other apart', () => {
    for (const { traceId } of keptTicks()) {
      const spans = spansOf(traceId);
      for (const span of spans) {
        const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
        if (parent === undefined || attribute(span, 'tickscope.late') === true) continue;
        expect(BigInt(span.startTimeUnixNano) >= BigInt(parent.startTimeUnixNano)).toBe(true);
        expect(BigInt(span.endTimeUnixNano) <= BigInt(parent.endTimeUnixNano)).toBe(true);
      }
      const indicators = spans.filter(({ name }) => name === 'EmaIndicator.update');
      expect(BigInt(indicators[0]?.endTimeUnixNano ?? 0) <= BigInt(indicators[1]?.startTimeUnixNano ?? 0)).toBe(true);
    }
  });

  it('marks what is late, what failed and why a tick was kept, and carries what the program wrote', () => {
    const ticks = collector.spans.filter(({ name }) => name === 'TradingBot.onTick');
    expect(ticks.map((span) => attribute(span, 'order.id'))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(ticks.map((span) => attribute(span, 'tickscope.symbol'))).toEqual(Array(6).fill('BTC-USD'));
    // Beside it there may be garbage collections and stalls.
    const namesOf = (span: CollectedSpan): string[] =>
      (span.events ?? []).flatMap(({ name }) => (name.startsWith('tickscope.') ? [] : [name]));
    expect(ticks.map(namesOf)).toEqual(ticks.map((_, index) => (index === 4 ? ['decided', 'exception'] : ['decided'])));
    expect(ticks.map((span) => attribute(span, 'error.type'))).toEqual(
      ticks.map((_, index) => (index === 4 ? '_OTHER' : undefined)),
    );
    expect(ticks.map((span) => attribute(span, 'tickscope.kept.reason'))).toEqual([
      ...Array(4).fill('slow'),
      'failed',
      'slow',
    ]);
    expect(ticks.map(({ status }) => status?.code ?? 0)).toEqual([0, 0, 0, 0, 2, 0]);
    const late = collector.spans.filter((span) => attribute(span, 'tickscope.late') === true);
    expect(late.map(({ name }) => name)).toEqual(['QuoteDatabaseService.archive']);
    expect(late[0]?.traceId).toBe(ticks[3]?.traceId);
  });

  it('continues a trace that came from elsewhere', () => {
    const [tick] = collector.spans.filter((span) => attribute(span, 'order.id') === 5);
    expect(tick).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' });
  });

  it('sends the report’s tick histogram, bucket for bucket', () => {
    const metric = collector.metrics.find(({ name }) => name === 'tickscope.tick.duration');
    const [point] = metric?.exponentialHistogram?.dataPoints ?? [];
    expect(metric?.unit).toBe('s');
    const durations = keptTicks().map(({ durationNanos }) => durationNanos);
    const { scale = 0, positive } = point ?? {};
    const counts = new Map<number, number>();
    // Every tick of this program is kept, so the histogram can be counted out by hand, at the scale that was sent.
    for (const nanos of durations) {
      const index = bucketIndex(6, nanos) >> (6 - scale);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    const sent = (positive?.bucketCounts ?? []).flatMap((count, place) =>
      Number(count) > 0 ? [[place + (positive?.offset ?? 0), Number(count)]] : [],
    );
    expect(sent).toEqual([...counts].toSorted(([left], [right]) => left - right));
    expect(Number(point?.count)).toBe(6);
    expect(point?.sum).toBeCloseTo(durations.reduce((sum, nanos) => sum + nanos, 0) / 1e9, 9);
  });

  it('names the ticks that it sent on the points of the histogram that they are in', () => {
    const points = collector.metrics
      .filter(({ name }) => name === 'tickscope.tick.duration')
      .flatMap(({ exponentialHistogram }) => exponentialHistogram?.dataPoints ?? []);
    const exemplars = points.flatMap((point) => point.exemplars ?? []);
    expect(exemplars).toHaveLength(6);
    const expected = keptTicks().map(({ traceId, reason, startedAtUnixNanos, durationNanos }) => ({
      traceId,
      reason,
      spanId: spansOf(traceId)[0]?.spanId,
      asDouble: durationNanos / 1e9,
      timeUnixNano: String(BigInt(startedAtUnixNanos) + BigInt(durationNanos)),
    }));
    const sent = exemplars.map(({ filteredAttributes: attributes, ...exemplar }) => ({
      ...exemplar,
      reason: attribute({ attributes }, 'tickscope.kept.reason'),
    }));
    const byTime = (left: { timeUnixNano: string }, right: { timeUnixNano: string }): number =>
      Number(BigInt(left.timeUnixNano) - BigInt(right.timeUnixNano));
    expect(sent.toSorted(byTime)).toEqual(expected.toSorted(byTime));
    expect(points.map((point) => attribute(point, 'tickscope.symbol'))).toEqual(points.map(() => 'BTC-USD'));
  });

  it('sends no more than 64 spans at once from the program’s thread, and all that wait from its own', () => {
    expect(collector.largestSlice).toBeGreaterThan(0);
    expect(collector.largestSlice).toBeLessThanOrEqual(mode === 'thread' ? 64 : 512);
  });
});

it('sends no argument of the command line, where connection strings stand', async () => {
  const collector = await OtlpCollector.start();
  try {
    const secret = 'postgres://bot:hunter2@db/trades';
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    await runRecorded([...PROGRAM, secret], { environment });
    const sent = JSON.stringify(collector.received);
    expect(sent).toContain('process.pid');
    expect(sent).not.toContain('hunter2');
  } finally {
    await collector.stop();
  }
});

it('connects nowhere when nothing is set', async () => {
  const watched = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/no-network.js'))}` };
  const silent = await runRecorded(PROGRAM, { environment: { ...watched, OTEL_SERVICE_NAME: 'bot' } });
  expect([silent.code, silent.stderr]).toEqual([0, '']);
  // And the watch does see a connection.
  const refused = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', TICKSCOPE_FLUSH_MILLIS: '50' };
  const { stderr } = await runRecorded(PROGRAM, { environment: { ...watched, ...refused } });
  expect(stderr).toContain('connection');
});
