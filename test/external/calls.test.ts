// Requests of node:http, node:https, node:http2 and undici, and messages on WebSockets: each one counted, with its end, and nothing of
// what it says.

import type { ReportExternal } from '../../src/model/report/outside-report.js';
import { countsOf, fixture, runRecorded } from '../support/programs.js';
import { counted, type ExternalRun, runExternal } from './external-runs.js';

const MARKER = 'S3CRET';

function expectNoLongerThanStopwatch({ calls, truth }: ExternalRun): void {
  for (const [name, { count, late, durations }] of calls) {
    expect([name, late, durations.count]).toEqual([name, 0, count]);
    expect(durations.sumNanos).toBeLessThanOrEqual(truth.nanos[name] as number);
  }
}

function expectNothingToldOf({ segments, report }: ExternalRun): void {
  expect(JSON.stringify([segments, report])).not.toContain(MARKER);
}

it.each([
  ['node:http', 'http-calls.cjs'],
  ['fetch, undici and node:http2', 'fetch-calls.mjs'],
])('counts every request of %s once, as the program and the servers do, however it ends', async (_clients, program) => {
  const run = await runExternal(program);
  const { calls, truth } = run;
  expect(counted(calls, 'count')).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  const { 'GET /refused': refused, ...reached } = truth.asked;
  expect(refused).toBe(3);
  expect(truth.received).toEqual(reached);
  expectNoLongerThanStopwatch(run);
  expectNothingToldOf(run);
});

it('ends a request with its response, inside its tick', async () => {
  const { calls } = await runExternal('http-calls.cjs');
  // The server waits that long.
  expect(calls.get('GET /orders/{id}')?.durations.minNanos).toBeGreaterThan(4_000_000);
  expect([...calls.values()].map(({ outsideTicks }) => outsideTicks)).toEqual([...calls].map(() => 0));
});

it('tells how requests came out, what was sent when, and on which connection', async () => {
  const [http, fetched] = await Promise.all([runExternal('http-calls.cjs'), runExternal('fetch-calls.mjs')]);
  const rowOf = (run: ExternalRun, name: string): ReportExternal =>
    run.report.externals?.find((row) => row.name.replace(/ localhost:\d+/, '') === name) as ReportExternal;
  // One agent a tick.
  expect(rowOf(http, 'GET /kept')).toMatchObject({ newConnections: 3, reusedConnections: 6 });
  expect(rowOf(http, 'GET /status/limited')).toMatchObject({ limited: 3, outcomes: [{ outcome: '429', count: 3 }] });
  expect(rowOf(http, 'GET /refused').outcomes).toEqual([{ outcome: 'ECONNREFUSED', count: 3 }]);
  expect(rowOf(http, 'GET /upgraded').outcomes).toEqual([{ outcome: '101', count: 3 }]);
  expect(rowOf(fetched, 'GET /redirect').outcomes).toEqual([{ outcome: '302', count: 3 }]);
  expect(rowOf(fetched, 'GET /modern/{id}')).toMatchObject({ newConnections: 1, reusedConnections: 2 });
  for (const row of [
    rowOf(http, 'GET /orders/{id}'),
    rowOf(fetched, 'POST /order'),
    rowOf(fetched, 'GET /modern/{id}'),
  ]) {
    const { meanSentNanos = NaN, meanFirstByteNanos = NaN, totalNanos, count } = row;
    expect(meanSentNanos).toBeGreaterThan(0);
    // The server waits five milliseconds.
    expect(meanFirstByteNanos - meanSentNanos).toBeGreaterThan(4_000_000);
    expect(meanFirstByteNanos).toBeLessThanOrEqual(totalNanos / count);
  }
});

it('counts handshakes and messages of WebSockets, of the package ws and of Node.js', async () => {
  const run = await runExternal('websocket-calls.cjs');
  const { calls, truth } = run;
  expect(counted(calls, 'count')).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  expect(truth.received).toMatchObject({ messages: 30, answers: 30, 'GET /stream/{id}': 6, 'GET /early': 3 });
  expect(truth.asked).toMatchObject({ send: 33, 'send to a client': 30 });
  expectNothingToldOf(run);
});

it('goes on counting where a path only looks like an address', async () => {
  const { stdout, stderr, report } = await runRecorded([fixture('external/odd-addresses.cjs')]);
  expect([stdout, stderr]).toEqual(['6\n', '']);
  const calls = Object.values(countsOf(report, 'external'));
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(6);
});
