// A check for each variable that says what is sent, and to where.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { makeCertificates, type Certificates } from '../support/certificates.js';
import { startGrpcCollector } from '../support/grpc-collector.js';
import { SIGNALS, type CollectedRequest, type CollectedSignal } from '../support/otlp-collector.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { observe, type Observed, observeWithout, once, TICK, type Variables } from './observe.js';
import type { Checks } from './sdk-checks.js';

type Of = 'all' | CollectedSignal;
type Requests = readonly CollectedRequest[];

const ALL = [...SIGNALS];

function variable(signal: Of, option: string): string {
  return `OTEL_EXPORTER_OTLP_${signal === 'all' ? '' : `${signal.toUpperCase()}_`}${option}`;
}

/** The value of an option for all signals, and the same for each of them. */
function forEach(option: string, value: (signal: CollectedSignal) => string): Variables {
  return Object.fromEntries(SIGNALS.map((signal) => [variable(signal, option), value(signal)]));
}

/**
 * Checks of the variable for all signals by a run that has nothing else, and of each one for a signal by a run in which that
 * for all says something different.
 */
function perSignal(
  option: string,
  all: () => Promise<Observed>,
  each: () => Promise<Observed>,
  check: (requests: Requests, of: Of) => void,
): Checks {
  const general = async (): Promise<void> => {
    const observed = await all();
    for (const signal of SIGNALS) check(observed.requests(signal), 'all');
  };
  const own = (signal: CollectedSignal) => async (): Promise<void> => check((await each()).requests(signal), signal);
  return Object.fromEntries([
    [variable('all', option), general],
    ...SIGNALS.map((signal) => [variable(signal, option), own(signal)] as const),
  ]);
}

const certificates = once((): Promise<Certificates> => Promise.resolve(makeCertificates(temporaryFolder())));

/** A collector that shows a certificate, and asks for one where it shall. */
async function observeTls(variables: (made: Certificates) => Variables, asksForCertificate = false): Promise<Observed> {
  const made = await certificates();
  const tls = {
    key: readFileSync(made.server.key),
    cert: readFileSync(made.server.certificate),
    ...(asksForCertificate && { ca: readFileSync(made.authority), requestCert: true, rejectUnauthorized: true }),
  };
  return observe({ TICKSCOPE_FLUSH_MILLIS: '1000', ...variables(made) }, { tls });
}

function arrived(requests: Requests): void {
  expect(requests.length).toBeGreaterThan(0);
}

const headersOf = (requests: Requests, name: string): unknown => [
  ...new Set(requests.map(({ headers }) => headers[name])),
];

function expectPath(requests: Requests, of: Of): void {
  const [signal = 'none'] = requests.map(({ signal: sent }) => sent);
  expect([...new Set(requests.map(({ path }) => path))]).toEqual([of === 'all' ? `/v1/${signal}` : `/only/${of}`]);
}

function expectHeaders(requests: Requests, of: Of): void {
  expect(headersOf(requests, 'x-desk')).toEqual(['fx']);
  expect(headersOf(requests, 'x-of')).toEqual([of]);
}

function expectCompression(requests: Requests, of: Of): void {
  expect(headersOf(requests, 'content-encoding')).toEqual([of === 'all' ? 'gzip' : undefined]);
}

function expectProtocol(requests: Requests, of: Of): void {
  expect(headersOf(requests, 'content-type')).toEqual([of === 'all' ? 'application/json' : 'application/x-protobuf']);
}

const ENDPOINTS = perSignal(
  'ENDPOINT',
  once(() => observe()),
  once(() =>
    observe({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      ...forEach('ENDPOINT', (signal) => `URL/only/${signal}`),
    }),
  ),
  expectPath,
);

const HEADERS = perSignal(
  'HEADERS',
  once(() => observe({ OTEL_EXPORTER_OTLP_HEADERS: 'x-desk=fx,x-of=all' })),
  once(() =>
    observe({ OTEL_EXPORTER_OTLP_HEADERS: 'x-desk=fx,x-of=all', ...forEach('HEADERS', (signal) => `x-of=${signal}`) }),
  ),
  expectHeaders,
);

const COMPRESSION = perSignal(
  'COMPRESSION',
  once(() => observe({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' })),
  once(() => observe({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', ...forEach('COMPRESSION', () => 'none') })),
  expectCompression,
);

const PROTOCOL = perSignal(
  'PROTOCOL',
  once(() => observe({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' })),
  once(() => observe({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...forEach('PROTOCOL', () => 'http/protobuf') })),
  expectProtocol,
);

const CERTIFICATE = perSignal(
  'CERTIFICATE',
  once(() => observeTls(({ authority }) => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: authority }))),
  once(() =>
    observeTls(({ authority, stranger }) => ({
      OTEL_EXPORTER_OTLP_CERTIFICATE: stranger,
      ...forEach('CERTIFICATE', () => authority),
    })),
  ),
  arrived,
);

/** Certificate and key have to be given together, so one pair of runs is looked at for both. */
const clientForAll = once(() =>
  observeTls(
    ({ authority, client }) => ({
      OTEL_EXPORTER_OTLP_CERTIFICATE: authority,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: client.certificate,
      OTEL_EXPORTER_OTLP_CLIENT_KEY: client.key,
    }),
    true,
  ),
);
const clientForEach = once(() =>
  observeTls(
    ({ authority, stranger, client }) => ({
      OTEL_EXPORTER_OTLP_CERTIFICATE: authority,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: stranger,
      OTEL_EXPORTER_OTLP_CLIENT_KEY: stranger.replace('.pem', '.key'),
      ...forEach('CLIENT_CERTIFICATE', () => client.certificate),
      ...forEach('CLIENT_KEY', () => client.key),
    }),
    true,
  ),
);

/** Of logs the exporter's own words. The reader of metrics gives up too, after its interval. */
const TIMED_OUT = /could not be sent: no answer from 127\.0\.0\.1:|Request timed out/;

/** Nobody answers: the exporter gives up, and says so, long before the program would. */
const TIMED = {
  OTEL_LOG_LEVEL: 'error',
  OTEL_BLRP_SCHEDULE_DELAY: '20',
  OTEL_METRIC_EXPORT_INTERVAL: '250',
  ENDS: 'at once',
};
function timeout(of: Of): () => Promise<void> {
  return async () => {
    const others = of === 'all' ? {} : { OTEL_EXPORTER_OTLP_TIMEOUT: '60000' };
    const exporters = Object.fromEntries(
      SIGNALS.filter((signal) => of !== 'all' && signal !== of).map((signal) => [
        `OTEL_${signal.toUpperCase()}_EXPORTER`,
        'none',
      ]),
    );
    const variables = { ...TIMED, ...others, ...exporters, [variable(of, 'TIMEOUT')]: '40' };
    const { stderr } = await observe(variables, { answer: () => {} });
    expect(stderr).toMatch(TIMED_OUT);
    const patient = await observe({ ...variables, [variable(of, 'TIMEOUT')]: '60000' }, { answer: () => {} });
    expect(patient.stderr).not.toMatch(TIMED_OUT);
  };
}

/** Without a scheme only this variable says that there is no TLS. */
function insecure(of: Of): () => Promise<void> {
  return async () => {
    const collector = await startGrpcCollector();
    try {
      const others = of === 'all' ? {} : { OTEL_EXPORTER_OTLP_INSECURE: 'false' };
      const observed = await observeWithout(
        {
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
          OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
          OTEL_EXPORTER_OTLP_HEADERS: 'x-desk=fx',
          TICKSCOPE_FLUSH_MILLIS: '1000',
          ...others,
          [variable(of, 'INSECURE')]: 'true',
        },
        collector,
      );
      expect([observed.code, observed.signals]).toEqual([0, of === 'all' ? ALL : [of]]);
      expect(headersOf(observed.received, 'x-desk')).toEqual(['fx']);
      if (of === 'all' || of === 'traces') expect(observed.spans(TICK)).toHaveLength(3);
    } finally {
      collector.stop();
    }
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function scraped(more: Variables, url: (port: number) => string): Promise<void> {
  const port = await freePort();
  const observed = await observeWithout({
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    SCRAPE: url(port),
    // Prometheus wants sums since the begin, whatever the OTLP exporters are told.
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
    ...more,
  });
  expect([observed.code, observed.stderr]).toEqual([0, '']);
  expect(observed.printed.scraped).toMatch(/^tickscope_tick_started_total(?:\{.*\})? 3(?: \d+)?$/m);
}

const EXPORTERS: Checks = {
  async OTEL_TRACES_EXPORTER() {
    const observed = await observe({ OTEL_TRACES_EXPORTER: 'console' });
    expect([observed.signals, observed.stdout.includes(TICK)]).toEqual([['metrics', 'logs'], true]);
    expect((await observe({ OTEL_TRACES_EXPORTER: 'none' })).signals).toEqual(['metrics', 'logs']);
    const both = await observe({ OTEL_TRACES_EXPORTER: 'otlp,console' });
    expect([both.spans(TICK).length, both.stdout.includes(TICK)]).toEqual([3, true]);
  },

  async OTEL_METRICS_EXPORTER() {
    const observed = await observe({ OTEL_METRICS_EXPORTER: 'console' });
    expect([observed.signals, observed.stdout.includes('tickscope.tick.duration')]).toEqual([['traces', 'logs'], true]);
    expect((await observe({ OTEL_METRICS_EXPORTER: 'none' })).signals).toEqual(['traces', 'logs']);
  },

  async OTEL_LOGS_EXPORTER() {
    const observed = await observe({ OTEL_LOGS_EXPORTER: 'console' });
    expect([observed.signals, observed.stdout.includes('bought')]).toEqual([['traces', 'metrics'], true]);
    expect((await observe({ OTEL_LOGS_EXPORTER: 'none' })).signals).toEqual(['traces', 'metrics']);
  },

  OTEL_EXPORTER_PROMETHEUS_PORT: () => scraped({}, (port) => `http://localhost:${port}/metrics`),

  // An address of the machine itself at which nobody listens by default.
  OTEL_EXPORTER_PROMETHEUS_HOST: () =>
    scraped({ OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.2' }, (port) => `http://127.0.0.2:${port}/metrics`),

  async OTEL_EXPORTER_ZIPKIN_ENDPOINT() {
    const { received } = await observe({
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'URL/zipkin',
    });
    expect(received.map(({ path }) => path)).toContain('/zipkin');
  },

  async OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE() {
    const observed = await observe({ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' });
    const temporality = (from: Observed): unknown =>
      from.metric('tickscope.tick.duration')?.exponentialHistogram?.aggregationTemporality;
    expect([temporality(observed), temporality(await observe())]).toEqual([1, 2]);
  },

  async OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION() {
    const name = 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION';
    const exponential = await observe({ [name]: 'base2_exponential_bucket_histogram' });
    expect(exponential.metric('own.orders')?.exponentialHistogram).toBeDefined();
    const unknown = await observe({ [name]: 'none' });
    expect(unknown.metric('own.orders')?.histogram).toBeDefined();
    expect(unknown.stderr).toMatch(new RegExp(`^tickscope: ${name} "none" is not one of .*\n$`));
  },
};

const eachSignal = (option: string, make: (of: Of) => () => Promise<void>): Checks =>
  Object.fromEntries((['all', ...SIGNALS] as const).map((of) => [variable(of, option), make(of)]));

export const OTLP_CHECKS: Checks = {
  ...ENDPOINTS,
  ...HEADERS,
  ...COMPRESSION,
  ...PROTOCOL,
  ...CERTIFICATE,
  ...perSignal('CLIENT_CERTIFICATE', clientForAll, clientForEach, arrived),
  ...perSignal('CLIENT_KEY', clientForAll, clientForEach, arrived),
  ...eachSignal('TIMEOUT', timeout),
  ...eachSignal('INSECURE', insecure),
  ...EXPORTERS,
};

/** What the files of certificates are for: without them nothing arrives, and a file that is not there is said. */
export async function withoutCertificates(): Promise<void> {
  const untrusted = await observeTls(() => ({}));
  expect([untrusted.code, untrusted.signals]).toEqual([0, []]);
  const unknown = await observeTls(({ authority }) => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: authority }), true);
  expect([unknown.code, unknown.signals]).toEqual([0, []]);
  const { stderr } = await observeTls(() => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere.pem' }));
  expect(stderr).toMatch(/^tickscope: OpenTelemetry: Failed to read root certificate file\n/);
}
