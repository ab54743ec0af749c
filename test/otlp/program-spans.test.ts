// Spans of the program's own instrumentations leave with the tick in which they began, at their place and with its times.

import type { KeptTick } from '../../src/model/record/record-segment.js';
import { attribute, type CollectedSpan, OtlpCollector } from '../support/otlp-collector.js';
import { countsOf, fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

const TICKS = 3;
const PROGRAM = [fixture('capture/program-spans.js'), String(TICKS)];

describe.each(['thread', 'worker'])('sent from the %s', (mode) => {
  let collector: OtlpCollector;
  let recorded: Recorded;
  beforeAll(async () => {
    collector = await OtlpCollector.start();
    recorded = await runRecorded(PROGRAM, {
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        TICKSCOPE_TICK_BUDGET: '0.001us',
        TICKSCOPE_TICKS_PER_SECOND: '1000000',
        TICKSCOPE_EXPORT: mode,
      },
    });
  });
  afterAll(() => collector.stop());

  const keptTicks = (): KeptTick[] => recorded.segments.flatMap(({ kept }) => kept);
  const named = (name: string): CollectedSpan[] => collector.spans.filter((span) => span.name === name);

  it('leaves the program its output', async () => {
    const bare = await runBare(PROGRAM);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
  });

  it('counts every span as an operation', () => {
    expect(countsOf(recorded.report, 'query')).toEqual({ GET: TICKS });
    expect(countsOf(recorded.report, 'internal')).toEqual({
      decide: TICKS,
      yesterday: TICKS,
      report: TICKS,
      'after the tick': TICKS,
      'outside a tick': 1,
    });
  });

  it('gives spans their place in the tick, the record’s times and what the program wrote', () => {
    expect(keptTicks()).toHaveLength(TICKS);
    for (const tick of keptTicks()) {
      const begin = BigInt(tick.startedAtUnixNanos);
      const names = ['TradingBot.onTick', 'decide', 'EmaIndicator.update', 'GET'];
      // Spans arrive by instrumentation scope.
      const tree = names.map((name) => named(name).find(({ traceId }) => traceId === tick.traceId) as CollectedSpan);
      expect(tree.map(({ parentSpanId }) => tree.findIndex(({ spanId }) => spanId === parentSpanId))).toEqual([
        -1, 0, 1, 1,
      ]);
      const times = tick.operations.filter(({ late }) => late !== true);
      expect(times.map(({ name }) => name)).toEqual(names);
      expect(tree.map(({ startTimeUnixNano, endTimeUnixNano }) => [startTimeUnixNano, endTimeUnixNano])).toEqual(
        times.map(({ startNanos, durationNanos }) => [
          String(begin + BigInt(startNanos)),
          String(begin + BigInt(startNanos) + BigInt(durationNanos)),
        ]),
      );
    }
    expect(named('decide').map((span) => attribute(span, 'bot.number'))).toEqual([0, 1, 2]);
    expect(named('GET').map(({ kind, status }) => [kind, status?.code ?? 0])).toEqual([
      [3, 0],
      [3, 2],
      [3, 0],
    ]);
    for (const span of named('GET')) {
      expect(attribute(span, 'db.query.text')).toBe('GET secret');
      expect(attribute(span, 'tickscope.operation.kind')).toBe('query');
      const [event] = span.events ?? [];
      expect(event?.name).toBe('hit');
      expect(BigInt(event?.timeUnixNano ?? 0) >= BigInt(span.startTimeUnixNano)).toBe(true);
      expect(BigInt(event?.timeUnixNano ?? 0) <= BigInt(span.endTimeUnixNano)).toBe(true);
    }
  });

  it('sends what outlives its tick later, marked, in the tick’s trace', () => {
    const ticks = keptTicks().map(({ traceId }) => traceId);
    for (const name of ['report', 'after the tick']) {
      expect(named(name).map(({ traceId }) => traceId)).toEqual(ticks);
      expect(named(name).map((span) => attribute(span, 'tickscope.late'))).toEqual(Array(TICKS).fill(true));
    }
  });

  it('leaves times that the program gave as they are, and marks them', () => {
    expect(named('yesterday').map((span) => attribute(span, 'tickscope.backdated'))).toEqual(Array(TICKS).fill(true));
    for (const span of named('yesterday')) {
      expect(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)).toBe(1_000_000_000n);
    }
  });

  it('leaves spans outside any tick as they are', () => {
    for (const name of ['outside', 'outside a tick']) {
      expect(named(name).map(({ parentSpanId = '' }) => parentSpanId)).toEqual(['']);
    }
    const traces = new Set(keptTicks().map(({ traceId }) => traceId));
    expect(named('elsewhere').map(({ traceId }) => traces.has(traceId))).toEqual(Array(TICKS).fill(false));
  });

  it('sends every span once', () => {
    expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(collector.spans.length);
    expect(recorded.report.losses).toEqual([
      {
        cause: 'spans_with_given_times',
        count: TICKS,
        text: "spans with times given by the program: counted, not in their tick's tree",
      },
    ]);
  });

  it('drops spans with the ticks that are not kept', async () => {
    collector.spans.length = 0;
    const { segments } = await runRecorded([PROGRAM[0] as string, '300'], {
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TICKSCOPE_TICK_BUDGET: '60s', TICKSCOPE_EXPORT: mode },
    });
    const kept = new Set(segments.flatMap((segment) => segment.kept).map(({ traceId }) => traceId));
    expect(kept.size).toBeLessThan(300);
    const own = collector.spans.filter(({ name }) => !/^(?:outside|elsewhere)/.test(name));
    expect(own.filter(({ traceId }) => !kept.has(traceId))).toEqual([]);
    expect(named('decide')).toHaveLength(kept.size);
    expect(named('elsewhere')).toHaveLength(300);
  });
});
