// Calls to the outside as spans: by the conventions of OpenTelemetry, without what they say, and without those that send the spans.

import { fixture, runRecorded } from '../support/programs.js';
import { attribute, type CollectedSpan, OtlpCollector } from '../support/otlp-collector.js';
import { counted, runExternal } from './external-runs.js';

const MARKER = 'S3CRET';

describe.each(['thread', 'worker'])('sent from the %s', (mode) => {
  it('has the attributes of the conventions and the outcome, and nothing that the program sent', async () => {
    const collector = await OtlpCollector.start();
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      TICKSCOPE_EXPORT: mode,
    };
    const { calls, truth } = await runExternal('http-calls.cjs', { environment });
    await collector.stop();
    // Those of the exporters are not among them.
    expect(counted(calls, 'count')).toEqual(truth.asked);
    expect(JSON.stringify(collector.received)).not.toContain(MARKER);
    const spanOf = (path: string): CollectedSpan =>
      collector.spans.find((span) => attribute(span, 'url.template') === path) as CollectedSpan;
    const attributesOf = (span: CollectedSpan, ...keys: string[]): unknown[] => keys.map((key) => attribute(span, key));
    const order = spanOf('/orders/{id}');
    expect(order).toMatchObject({ kind: 3, status: {} });
    expect(
      attributesOf(order, 'http.request.method', 'http.response.status_code', 'server.address', 'url.scheme'),
    ).toEqual(['GET', 200, 'localhost', 'http']);
    expect(order.name).toBe(`GET localhost:${String(attribute(order, 'server.port'))} /orders/{id}`);
    expect(attributesOf(spanOf('/status/limited'), 'http.response.status_code', 'error.type')).toEqual([429, '429']);
    expect(attributesOf(spanOf('/half'), 'http.response.status_code', 'error.type')).toEqual([200, 'aborted']);
    expect(attributesOf(spanOf('/refused'), 'error.type')).toEqual(['ECONNREFUSED']);
    expect(spanOf('/refused').status).toEqual({ code: 2 });
    expect(attributesOf(spanOf('/secure'), 'url.scheme', 'http.response.status_code')).toEqual(['https', 200]);
  });
});

it('tells the outcome of a call that ends after its tick', async () => {
  const collector = await OtlpCollector.start();
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    TICKSCOPE_TICK_BUDGET: '1us',
    TICKSCOPE_TICKS_PER_SECOND: '1000000',
  };
  const { calls } = await runExternal('late-calls.cjs', { environment });
  await collector.stop();
  expect(calls.get('GET /later/limited')).toMatchObject({ count: 3, failed: 3, late: 3 });
  const spans = collector.spans.filter((span) => attribute(span, 'url.template') === '/later/limited');
  const outcomes = spans.map((span) =>
    ['tickscope.late', 'http.response.status_code', 'error.type'].map((key) => attribute(span, key)),
  );
  expect(outcomes).toEqual(Array(3).fill([true, 429, '429']));
});

it.each([
  ['true', true],
  ['false', false],
])(
  'gives requests in a tick the span of their call as their parent only where that was asked for: %s',
  async (value, asked) => {
    const collector = await OtlpCollector.start();
    const environment = {
      TICKSCOPE_PROPAGATE: value,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
    const { stdout } = await runRecorded([fixture('external/propagation.cjs')], { environment });
    await collector.stop();
    const spanOf = (path: string): string => {
      const { traceId, spanId } = collector.spans.find(
        (span) => attribute(span, 'url.template') === path,
      ) as CollectedSpan;
      return `00-${traceId}-${spanId}-01`;
    };
    expect(JSON.parse(stdout)).toEqual({
      http: asked ? spanOf('/http') : null,
      fetch: asked ? spanOf('/fetch') : null,
      // Sent as a list, it is complete when Node.js tells of it.
      list: null,
      own: '00-11111111111111111111111111111111-2222222222222222-01',
      outside: null,
    });
  },
);

it.each(['yes', 'no'])(
  'counts a call once that the program traces by itself, on an SDK of its own: %s',
  async (own) => {
    const collector = await OtlpCollector.start();
    const environment = {
      OWN_SDK: own,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
    const { calls, truth, report } = await runExternal('own-instrumentation.cjs', { environment });
    await collector.stop();
    expect(counted(calls, 'count')).toEqual({ 'GET /orders/{id}': 20, 'GET /price': 20 });
    expect(truth.received).toMatchObject({ 'GET /orders/{id}': 20, 'GET /price': 20, spans: own === 'yes' ? 40 : 0 });
    expect(report.ticks.count).toBe(20);
  },
);
