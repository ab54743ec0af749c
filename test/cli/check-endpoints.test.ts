// Which addresses `doctor` asks, and what it says of them: against a server of the test's own.

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkEndpoints } from '../../src/cli/doctor/check-endpoints.js';

const asked: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
const server = createServer(({ url, headers }, response) => {
  asked.push({ url: url ?? '', headers });
  response.writeHead(url === '/v1/traces' ? 200 : 404).end();
});
let endpoint = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => asked.splice(0));

describe('checkEndpoints', () => {
  it('asks nothing where the environment names nothing', async () => {
    expect(await checkEndpoints({})).toEqual([]);
  });

  it('asks each signal at its own path, with the headers of the environment', async () => {
    const checks = await checkEndpoints({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret%20one',
    });
    expect(checks).toEqual([
      { signal: 'traces', address: `${endpoint}/v1/traces`, answers: true, detail: 'status 200' },
      { signal: 'metrics', address: `${endpoint}/v1/metrics`, answers: false, detail: 'status 404' },
    ]);
    expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['/v1/metrics', '/v1/traces']));
    expect(asked[0]?.headers['api-key']).toBe('secret one');
  });

  it.each([
    ['OTEL_TRACES_EXPORTER=none', { OTEL_TRACES_EXPORTER: 'none' }, ['metrics']],
    ['OTEL_METRICS_EXPORTER=prometheus', { OTEL_METRICS_EXPORTER: 'prometheus' }, ['traces']],
    ['both', { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'console' }, []],
  ])('leaves out what is not sent by OTLP: %s', async (_what, exporters, signals) => {
    const checks = await checkEndpoints({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...exporters });
    expect(checks.map(({ signal }) => signal)).toEqual(signals);
    expect(asked).toHaveLength(signals.length);
  });

  it('uses the address of a signal as it is', async () => {
    const [check] = await checkEndpoints({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/custom` });
    expect(check?.address).toBe(`${endpoint}/custom`);
  });

  it.each<[what: string, environment: Record<string, string>]>([
    ['a text that is no address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http//trader:s3cret@collector' }],
    [
      'an address of gRPC',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'trader:s3cret@127.0.0.1:1', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    ],
    ['an address with a key', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1/?key=s3cret' }],
    [
      'headers that cannot be sent',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_HEADERS: 'a=s3cret%0Ab' },
    ],
  ])('says no secret of %s', async (_what, environment) => {
    const checks = await checkEndpoints(environment);
    expect(checks.map(({ answers }) => answers)).toEqual([false, false]);
    expect(JSON.stringify(checks)).not.toMatch(/s3cret/);
  });

  it('says of a text that is no address that it is none', async () => {
    const [check] = await checkEndpoints({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost' });
    expect(check).toMatchObject({ answers: false, detail: 'this is no address' });
  });
});
