// Requests of node:http, node:https, node:http2 and undici, and messages on WebSockets: each one counted, with its end, and nothing of
// what it says.

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

it('counts every request of node:http as the program and the servers do, however it ends', async () => {
  const run = await runExternal('http-calls.cjs');
  const { calls, truth } = run;
  expect(counted(calls, 'count')).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  const { 'GET /refused': refused, ...reached } = truth.asked;
  expect(refused).toBe(3);
  expect(truth.received).toEqual(reached);
  expectNoLongerThanStopwatch(run);
  expectNothingToldOf(run);
  // The server waits that long.
  expect(calls.get('GET /orders/{id}')?.durations.minNanos).toBeGreaterThan(4_000_000);
  expect([...calls.values()].map(({ outsideTicks }) => outsideTicks)).toEqual([...calls].map(() => 0));
});

it('counts every request of fetch, undici and node:http2 once, however it ends', async () => {
  const run = await runExternal('fetch-calls.mjs');
  const { calls, truth } = run;
  expect(counted(calls, 'count')).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  const { 'GET /refused': refused, ...reached } = truth.asked;
  expect(refused).toBe(3);
  expect(truth.received).toEqual(reached);
  expectNoLongerThanStopwatch(run);
  expectNothingToldOf(run);
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
