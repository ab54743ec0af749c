import { pbkdf2 } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { activeResources, ResourceSampler } from '../../src/capture/runtime/resource-sampler.js';
import { OpenDescriptors } from '../../src/capture/runtime/open-descriptors.js';
import { PoolCounters } from '../../src/model/pool-counters.js';
import { ThreadPool } from '../../src/capture/runtime/thread-pool.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Threads that work at once: libuv's default, and what the tests may be run with. */
const THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);

async function descriptors(asked: OpenDescriptors): Promise<number> {
  const before = asked.count;
  asked.ask();
  for (let turns = 0; turns < 1e5 && asked.count === before; turns++) await turn();
  return asked.count ?? Number.NaN;
}

/** Elsewhere nobody knows. */
const OPENED = process.platform === 'linux' ? 5 : Number.NaN;

it('counts open descriptors where the system lists them', async () => {
  const asked = new OpenDescriptors();
  const before = await descriptors(asked);
  const opened = Array.from({ length: 5 }, () => openSync(__filename, 'r'));
  try {
    expect((await descriptors(asked)) - before).toBe(OPENED);
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
});

it('counts what keeps the loop alive, by type', async () => {
  const count = (): number => activeResources().find(({ type }) => type === 'TCPServerWrap')?.count ?? 0;
  const before = count();
  const servers = Array.from({ length: 3 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  expect(count() - before).toBe(3);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

it('says at least how long work waited for a thread', async () => {
  const pool = new ThreadPool();
  expect(pool.takeLongest()).toBeUndefined();
  const jobs = 4 * THREADS;
  const idleAtBegin = performance.nodeTiming.idleTime;
  const ended: number[] = [];
  await new Promise<void>((resolve) => {
    for (let job = 0; job < jobs; job++) {
      pbkdf2('a', 'b', 20_000, 32, 'sha256', () => {
        if (ended.push(performance.nodeTiming.idleTime) === jobs) resolve();
      });
    }
    pool.ask();
  });
  for (let turns = 0; turns < 1_000; turns++) await turn();
  // Before a thread takes up what was asked last, all jobs but those of the other threads have ended.
  const least = (ended[jobs - THREADS] as number) - idleAtBegin;
  expect(pool.takeLongest()).toBeGreaterThanOrEqual(Math.floor(least * 1e6));
  expect(pool.takeLongest()).toBeUndefined();
});

it('takes a sample every ten seconds', async () => {
  const sampler = new ResourceSampler('p1', new PoolCounters());
  const samples = Array.from({ length: 25 }, () => sampler.onSecond());
  expect(samples.flatMap((sample, second) => (sample === undefined ? [] : second))).toEqual([9, 19]);
  expect(samples[9]).toMatchObject({ process: 'p1', heapSpaces: expect.any(Array), active: expect.any(Array) });
  await turn();
});
