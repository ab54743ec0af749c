// A check for each variable of the SDK; those of the OTLP exporters are in otlp-checks.ts, Tickscope's own in own-checks.ts.

import { attribute, type CollectedSpan } from '../support/otlp-collector.js';
import { observe, type Observed, once, TICK, type Variables } from './observe.js';

export type Checks = Readonly<Record<string, () => Promise<void>>>;

/** The program ends before anything could be flushed: what came, came while it ran. */
export const WITHOUT_FLUSH = { ENDS: 'at once' };

/** Nobody answers; the process would wait two seconds for it. */
export const silent = { answer: (): void => {} };

async function ownSpanWith(variables: Variables): Promise<CollectedSpan> {
  const observed = await observe(variables);
  // On the spans of a tick these limits do not work.
  expect(observed.spans(TICK).map((span) => attribute(span, 'note'))).toEqual(Array(3).fill('of a tick'));
  const [span] = observed.spans('own work');
  return span as CollectedSpan;
}

const values = ({ attributes = [] }: Pick<CollectedSpan, 'attributes'> = {}): unknown[] =>
  attributes.map(({ value }) => value['stringValue']);

const losses = ({ report }: Observed): Readonly<Record<string, number>> =>
  Object.fromEntries((report?.losses ?? []).map(({ cause, count }) => [cause, count]));

const GENERAL: Checks = {
  async OTEL_SDK_DISABLED() {
    const observed = await observe({ OTEL_SDK_DISABLED: 'true' });
    expect([observed.signals, observed.report, observed.code, observed.stderr]).toEqual([[], undefined, 0, '']);
    expect(observed.printed.carrier).toEqual({});
  },

  async OTEL_SERVICE_NAME() {
    const { received } = await observe({ OTEL_SERVICE_NAME: 'bot', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' });
    expect(new Set(received.map(({ signal }) => signal))).toEqual(new Set(['traces', 'metrics', 'logs']));
    expect(new Set(received.map(({ resource }) => attribute(resource, 'service.name')))).toEqual(new Set(['bot']));
  },

  async OTEL_RESOURCE_ATTRIBUTES() {
    const observed = await observe({ OTEL_RESOURCE_ATTRIBUTES: 'desk=fx,service.name=bot' });
    const { received } = observed;
    expect(received.map(({ resource }) => attribute(resource, 'desk'))).toEqual(received.map(() => 'fx'));
    expect(received.map(({ resource }) => attribute(resource, 'service.name'))).toEqual(received.map(() => 'bot'));
    // The first request has all of them, the host's id among them, which is read from a file.
    const resources = observed.requests('traces').map(({ resource }) => JSON.stringify(resource));
    expect(new Set(resources).size).toBe(1);
  },

  async OTEL_NODE_RESOURCE_DETECTORS() {
    const pids = async (variables: Variables): Promise<unknown[]> =>
      (await observe(variables)).requests('traces').map(({ resource }) => attribute(resource, 'process.pid'));
    expect(await pids({ OTEL_NODE_RESOURCE_DETECTORS: 'env,host' })).toContain(undefined);
    expect(await pids({ OTEL_NODE_RESOURCE_DETECTORS: 'process' })).not.toContain(undefined);
    const { stderr } = await observe({ OTEL_NODE_RESOURCE_DETECTORS: 'moon' });
    expect(stderr).toMatch(/^tickscope: OpenTelemetry: .*"moon".*OTEL_NODE_RESOURCE_DETECTORS\n$/);
  },

  async OTEL_LOG_LEVEL() {
    const { stdout, stderr } = await observe({ OTEL_LOG_LEVEL: 'debug' });
    expect(stdout + stderr).toContain('Registered a global for propagation');
    // With something to say it says it, and a program in which nothing is wrong has nothing to say.
    expect((await observe({ OTEL_LOG_LEVEL: 'warn' })).stderr).toBe('');
    expect((await observe({ OTEL_LOG_LEVEL: 'loud' })).stderr).toMatch(
      /^tickscope: OTEL_LOG_LEVEL "loud" is not one of .*\n/,
    );
  },

  async OTEL_PROPAGATORS() {
    const { printed, stderr } = await observe({ OTEL_PROPAGATORS: 'b3, pigeon' });
    expect(Object.keys(printed.carrier)).toEqual(['b3']);
    expect(stderr).toMatch(/^tickscope: OpenTelemetry: .*"pigeon".*\n$/);
  },

  async OTEL_TRACES_SAMPLER() {
    const observed = await observe({ OTEL_TRACES_SAMPLER: 'always_off' });
    expect([observed.spans('own work').length, observed.spans(TICK).length, observed.stderr]).toEqual([0, 3, '']);
    const unknown = await observe({ OTEL_TRACES_SAMPLER: 'guess' });
    expect(unknown.spans('own work')).toHaveLength(1);
    expect(unknown.stderr).toMatch(/^tickscope: OpenTelemetry: .*OTEL_TRACES_SAMPLER value "guess".*\n$/);
  },

  async OTEL_TRACES_SAMPLER_ARG() {
    const observed = await observe({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    expect([observed.spans('own work').length, observed.spans(TICK).length]).toEqual([0, 3]);
  },

  async OTEL_SEMCONV_STABILITY_OPT_IN() {
    const [without, withIt] = await Promise.all([
      observe(),
      observe({ OTEL_SEMCONV_STABILITY_OPT_IN: 'database/dup' }),
    ]);
    // Which of Tickscope's own attributes a tick has depends on the run: on a busy machine something held the loop.
    const ofConventions = (key: string): boolean => !key.startsWith('tickscope.');
    const keys = (observed: Observed): unknown =>
      observed.received
        .flatMap(({ spans }) => spans)
        .map(({ name, attributes = [] }) => [name, attributes.map(({ key }) => key).filter(ofConventions)]);
    expect([keys(withIt), withIt.stderr]).toEqual([keys(without), '']);
  },
};

/** All at once: each of them says so on a line of its own, once, and the program runs. */
const REFUSED: Variables = {
  OTEL_CONFIG_FILE: 'otel.yaml',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'otel.yaml',
  OTEL_ENTITIES: 'service{service.name=bot}',
  OTEL_EXPORTER_ZIPKIN_TIMEOUT: '10',
  OTEL_EXPORTER_ZIPKIN_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_JAEGER_ENDPOINT: 'http://user:secret@localhost:14268',
  OTEL_EXPORTER_JAEGER_AGENT_HOST: 'localhost',
  OTEL_EXPORTER_JAEGER_AGENT_PORT: '6831',
  OTEL_METRICS_EXEMPLAR_FILTER: 'always_on',
};
const allRefused = once(() => observe(REFUSED));

async function expectRefused(name: string, value: string): Promise<void> {
  const { stderr, code, signals } = await allRefused();
  const shown = JSON.stringify(value.replace('user:secret@', '…@'));
  const lines = stderr.split('\n').filter((line) => line.startsWith(`tickscope: ${name} ${shown} is not supported: `));
  expect(lines).toHaveLength(1);
  expect([code, signals]).toEqual([0, ['traces', 'metrics', 'logs']]);
}

const REFUSALS: Checks = Object.fromEntries(
  Object.entries(REFUSED).map(([name, value]) => [name, () => expectRefused(name, value)]),
);

const SPANS: Checks = {
  async OTEL_BSP_SCHEDULE_DELAY() {
    const spansAfter = async (delay: string): Promise<number> =>
      (await observe({ ...WITHOUT_FLUSH, OTEL_BSP_SCHEDULE_DELAY: delay })).spans(TICK).length;
    expect([await spansAfter('20'), await spansAfter('60000')]).toEqual([3, 0]);
  },

  async OTEL_BSP_EXPORT_TIMEOUT() {
    const { stderr, millis } = await observe({ OTEL_BSP_EXPORT_TIMEOUT: '40', TICKSCOPE_FLUSH_MILLIS: '500' }, silent);
    expect(stderr).toContain('no answer within 40 ms');
    expect(millis).toBeLessThan(10_000);
  },

  async OTEL_BSP_MAX_QUEUE_SIZE() {
    // A tick has two spans, and the program’s own one; there is room for one.
    const observed = await observe({ OTEL_BSP_MAX_QUEUE_SIZE: '1' });
    expect([observed.spans(TICK).length, observed.spans('own work').length]).toEqual([0, 1]);
    expect(losses(observed)).toMatchObject({ spans_beyond_queue: 6 });
  },

  async OTEL_BSP_MAX_EXPORT_BATCH_SIZE() {
    const sizes = async (size: string): Promise<number[]> => {
      const observed = await observe({ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: size, OWN_SPANS: '1000' });
      return observed.requests('traces').map(({ spans }) => spans.length);
    };
    expect(Math.max(...(await sizes('10')))).toBe(10);
    expect(Math.max(...(await sizes('512')))).toBe(512);
    // Beyond OpenTelemetry’s own number.
    expect(Math.max(...(await sizes('700')))).toBe(700);
  },

  async OTEL_ATTRIBUTE_COUNT_LIMIT() {
    const observed = await observe({ OTEL_ATTRIBUTE_COUNT_LIMIT: '1' });
    expect(observed.spans('own work').map(({ attributes }) => attributes?.length)).toEqual([1]);
    expect(observed.logs.map(({ attributes }) => attributes?.length)).toEqual([1]);
    expect(observed.spans(TICK)[0]?.attributes?.length).toBeGreaterThan(1);
  },

  async OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT() {
    const observed = await observe({ OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3' });
    expect(observed.spans('own work').map(values)).toEqual([['aaa', 'bbb']]);
    expect(observed.logs.map(values)).toEqual([['aaa', 'bbb']]);
    expect(observed.spans(TICK).map((span) => attribute(span, 'note'))).toEqual(Array(3).fill('of a tick'));
  },

  async OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT() {
    expect(values(await ownSpanWith({ OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1' }))).toEqual(['aaaaaaaaaa']);
  },

  async OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT() {
    expect(values(await ownSpanWith({ OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4' }))).toEqual(['aaaa', 'bbbb']);
  },

  async OTEL_SPAN_EVENT_COUNT_LIMIT() {
    expect((await ownSpanWith({ OTEL_SPAN_EVENT_COUNT_LIMIT: '1' })).events).toHaveLength(1);
  },

  async OTEL_SPAN_LINK_COUNT_LIMIT() {
    expect((await ownSpanWith({ OTEL_SPAN_LINK_COUNT_LIMIT: '1' })).links).toHaveLength(1);
  },

  async OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT() {
    expect((await ownSpanWith({ OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '1' })).events?.map(values)).toEqual([
      ['aaaaaaaaaa'],
      ['aaaaaaaaaa'],
    ]);
  },

  async OTEL_LINK_ATTRIBUTE_COUNT_LIMIT() {
    expect((await ownSpanWith({ OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '1' })).links?.map(values)).toEqual([
      ['aaaaaaaaaa'],
      ['aaaaaaaaaa'],
    ]);
  },

  async OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT() {
    const span = await ownSpanWith({ OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: '1' });
    expect(span.events?.map(({ attributes }) => attributes?.length)).toEqual([1, 1]);
  },

  async OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT() {
    const span = await ownSpanWith({ OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT: '1' });
    expect(span.links?.map(({ attributes }) => attributes?.length)).toEqual([1, 1]);
  },
};

const METRICS: Checks = {
  async OTEL_METRIC_EXPORT_INTERVAL() {
    const observed = await observe({ ...WITHOUT_FLUSH, OTEL_METRIC_EXPORT_INTERVAL: '50' });
    expect(observed.requests('metrics').length).toBeGreaterThan(1);
  },

  async OTEL_METRIC_EXPORT_TIMEOUT() {
    const timeout = { OTEL_METRIC_EXPORT_INTERVAL: '100', OTEL_METRIC_EXPORT_TIMEOUT: '40', OTEL_LOG_LEVEL: 'error' };
    const { stderr } = await observe({ ...WITHOUT_FLUSH, ...timeout }, silent);
    expect(stderr).toMatch(/PeriodicExportingMetricReader: .*timed out/i);
  },

  async OTEL_NODE_EXPERIMENTAL_SDK_METRICS() {
    const own = await observe({ OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true' });
    expect(own.metric('otel.sdk.span.started')).toBeDefined();
    expect((await observe()).metric('otel.sdk.span.started')).toBeUndefined();
  },
};

const LOGS: Checks = {
  async OTEL_BLRP_SCHEDULE_DELAY() {
    expect((await observe({ ...WITHOUT_FLUSH, OTEL_BLRP_SCHEDULE_DELAY: '20' })).logs).toHaveLength(1);
    expect((await observe({ ...WITHOUT_FLUSH, OTEL_BLRP_SCHEDULE_DELAY: '60000' })).logs).toHaveLength(0);
  },

  async OTEL_BLRP_EXPORT_TIMEOUT() {
    const variables = { OTEL_BLRP_EXPORT_TIMEOUT: '40', OTEL_BLRP_SCHEDULE_DELAY: '20', OTEL_LOG_LEVEL: 'error' };
    const { stderr } = await observe({ ...WITHOUT_FLUSH, ...variables, OTEL_TRACES_EXPORTER: 'none' }, silent);
    expect(stderr).toMatch(/timeout/i);
  },

  async OTEL_BLRP_MAX_QUEUE_SIZE() {
    const batch = { OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '2', OWN_LOGS: '10' };
    const few = await observe({ ...batch, OTEL_BLRP_MAX_QUEUE_SIZE: '2' });
    expect(few.logs.length).toBeLessThan(10);
    expect((await observe({ ...batch, OTEL_BLRP_MAX_QUEUE_SIZE: '20' })).logs).toHaveLength(10);
  },

  async OTEL_BLRP_MAX_EXPORT_BATCH_SIZE() {
    const observed = await observe({ OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '2', OWN_LOGS: '4' });
    expect(observed.requests('logs').map(({ logs }) => logs.length)).toEqual([2, 2]);
  },

  async OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT() {
    const { logs } = await observe({ OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '1' });
    expect(logs.map(({ attributes }) => attributes?.length)).toEqual([1]);
  },

  async OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT() {
    const { logs } = await observe({ OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3' });
    expect(logs.map(values)).toEqual([['aaa', 'bbb']]);
  },
};

export const SDK_CHECKS: Checks = { ...GENERAL, ...REFUSALS, ...SPANS, ...METRICS, ...LOGS };
