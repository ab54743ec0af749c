// A running Jaeger is asked page by page, over either API, and whatever it answers is understood or said.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readJaeger, type JaegerOptions } from '../../src/ingest/jaeger/read-jaeger.js';
import { BEGIN, jaegerJson, madeTick, type MadeSpan, otlpJson } from './made-traces.js';

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: Answer): Promise<URL> {
  const server = createServer((request, response) => {
    answer(request, response, new URL(request.url ?? '', 'http://jaeger'));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(typeof value === 'string' ? value : JSON.stringify(value));
}

function page(response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end('<!doctype html><title>Jaeger UI</title>');
}

const TICKS = 100;
const ticks = Array.from({ length: TICKS }, (_, number) => madeTick(number, [100_000 + number]));
const startMillis = (tick: readonly MadeSpan[]): number => Number((tick.at(-1) as MadeSpan).startNanos / 1_000_000n);
const FROM = Number(BEGIN / 1_000_000n);

/** The latest first, up to so many, as Jaeger's stores do it. */
function search(from: number, to: number, limit: number): MadeSpan[] {
  const found = ticks.filter((tick) => startMillis(tick) >= from && startMillis(tick) <= to);
  return found.toReversed().slice(0, limit).flat();
}

function jaeger(services: readonly string[], requests: string[] = []): Answer {
  return (_request, response, url) => {
    requests.push(url.pathname);
    const { searchParams: query } = url;
    if (url.pathname === '/api/v3/services') return json(response, { services });
    if (url.pathname !== '/api/v3/traces') return page(response);
    const [from, to] = ['query.start_time_min', 'query.start_time_max'].map((name) =>
      Date.parse(query.get(name) ?? ''),
    );
    const spans = search(from as number, to as number, Number(query.get('query.search_depth')));
    if (spans.length === 0) return json(response, { error: { httpCode: 404, message: 'No traces found' } }, 404);
    return json(response, `{"result":${otlpJson(spans)}}`);
  };
}

const olderJaeger: Answer = (_request, response, url) => {
  const { searchParams: query } = url;
  if (url.pathname === '/api/services') return json(response, { data: ['bot', 'jaeger-query'], errors: null });
  if (url.pathname !== '/api/traces') return page(response);
  const [from, to] = ['start', 'end'].map((name) => Number(query.get(name)) / 1_000);
  return json(response, jaegerJson(search(from as number, to as number, Number(query.get('limit')))));
};

function options(address: URL, more: Partial<JaegerOptions> = {}): JaegerOptions {
  const toUnixMillis = FROM + TICKS * 1_000;
  return { address, roots: [], fromUnixMillis: FROM, toUnixMillis, tracesAsked: 7, ...more };
}

const errorOf = async (asked: JaegerOptions): Promise<string> =>
  readJaeger(asked).then(
    () => 'no error',
    (error: Error) => error.message,
  );

it.each([
  ['version 3', jaeger(['bot', 'jaeger']), 'otlp-json'],
  ['of its pages', olderJaeger, 'jaeger-json'],
])('reads every trace once over the API %s, however few come at a time', async (_api, answer, format) => {
  const { segment, source, losses, notes } = await readJaeger(options(await serve(answer)));
  expect({ losses, notes, isCut: source.isCut, formats: source.formats }).toEqual({
    losses: [],
    notes: [],
    formats: [format],
  });
  expect(segment.ticks.count).toBe(TICKS);
  const calls = segment.operations.find(({ name }) => name === 'indicator0');
  expect(calls?.count).toBe(TICKS);
});

it('asks once where everything fits', async () => {
  const requests: string[] = [];
  await readJaeger(options(await serve(jaeger(['bot'], requests)), { tracesAsked: 200 }));
  expect(requests).toEqual(['/api/v3/services', '/api/v3/traces']);
});

it('says that there may be more where no shorter time can be asked for', async () => {
  const all = ticks.flat();
  const address = await serve((_request, response, url) =>
    url.pathname === '/api/v3/services' ? json(response, { services: ['bot'] }) : json(response, otlpJson(all)),
  );
  const { source, segment } = await readJaeger(options(address, { toUnixMillis: FROM + 16 }));
  expect({ isCut: source.isCut, ticks: segment.ticks.count }).toEqual({ isCut: true, ticks: TICKS });
});

it('is told which service', async () => {
  const address = await serve(jaeger(['api', 'bot']));
  expect(await errorOf(options(address))).toMatch(
    /has traces of several services: "api", "bot"\. Give one, for example --service "api"\.$/,
  );
  expect(await errorOf(options(address, { service: 'bott' }))).toMatch(
    /has no service "bott"\. Give one of "api", "bot"/,
  );
  expect((await readJaeger(options(address, { service: 'bot' }))).segment.ticks.count).toBe(TICKS);
  expect(await errorOf(options(await serve(jaeger([]))))).toMatch(/knows no service: nothing was sent to it yet\.$/);
});

it('has nothing in that time', async () => {
  const address = await serve(jaeger(['bot']));
  expect(await errorOf(options(address, { fromUnixMillis: 0, toUnixMillis: 1_000 }))).toMatch(
    /service "bot", holds no spans\./,
  );
});

it.each<readonly [string, Answer, RegExp]>([
  [
    'a page',
    (_request, response) => page(response),
    /answers with a page, and not as Jaeger’s API does \(200\)\. Give the address of Jaeger’s own pages/,
  ],
  ['404', (_request, response) => response.writeHead(404).end('not here'), /answers with 404 "not here"\./],
  [
    '500',
    (_request, response) => json(response, { error: 'out of memory' }, 500),
    /answers with 500 "{\\"error\\":\\"out of memory\\"}"\. Ask for less time with --last/,
  ],
  [
    'a refusal',
    (_request, response) => response.writeHead(401).end(),
    /refuses to answer \(401\)\. Give name and password in the address/,
  ],
  [
    'half an answer',
    (_request, response) => response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
    /cannot be reached \(/,
  ],
  ['nothing', () => undefined, /has not answered within 0\.2 s\. Ask for less time with --last/],
])('says what is wrong with %s', async (_what, answer, expected) => {
  expect(await errorOf(options(await serve(answer), { requestMillis: 200 }))).toMatch(expected);
});

it('says that nobody is there', async () => {
  const address = await serve(page as unknown as Answer);
  servers.pop()?.close();
  expect(await errorOf(options(address))).toMatch(/cannot be reached \(ECONNREFUSED\)\. Start Jaeger/);
});

it('gives name and password of the address to Jaeger, and to nobody else', async () => {
  const seen: unknown[] = [];
  const address = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(403).end();
  });
  address.username = 'reader';
  address.password = 's3cret';
  const said = await errorOf(options(address));
  expect(seen).toEqual([`Basic ${Buffer.from('reader:s3cret').toString('base64')}`]);
  expect(said).not.toContain('s3cret');
});
