// Work on the threads of Node.js: files, DNS look-ups, zlib and crypto.

import type { ResourceSample } from '../../../src/model/record/runtime-rows.js';
import { working } from './code-worlds.js';
import type { Draws } from './draws.js';
import type { Scenario, World } from './scenario.js';

interface Pool {
  readonly threads: number;
  /** Tasks a second, and how long each takes. */
  readonly aSecond: number;
  readonly takesMillis: number;
  readonly seconds: number;
  /** Tasks that come at once: at the start, or every so many seconds. */
  readonly atOnce?: number;
  readonly everySeconds?: number;
  /** Second from which there is work at all. */
  readonly fromSecond?: number;
}

/** Threads that take tasks in their turn; once a second it is asked how long one would wait. */
function pooledWork(draws: Draws, pool: Pool): Scenario {
  const { threads, aSecond, takesMillis, seconds, atOnce = 0, everySeconds = Infinity, fromSecond = 0 } = pool;
  const freeAt = Array.from({ length: threads }, () => 0);
  const work = (at: number, takes: number): number => {
    const place = freeAt.indexOf(Math.min(...freeAt));
    const start = Math.max(at, freeAt[place] as number);
    freeAt[place] = start + takes;
    return start - at;
  };
  for (let task = 0; task < atOnce; task++) work(0, takesMillis);
  const resources: ResourceSample[] = [];
  let at = fromSecond * 1_000 - (Math.log(draws.next()) * 1_000) / aSecond;
  let longest = 0;
  for (let second = 1; second <= seconds; second++) {
    for (; at < second * 1_000; at -= (Math.log(draws.next()) * 1_000) / aSecond) work(at, takesMillis);
    if (second % everySeconds === 0) for (let task = 0; task < atOnce; task++) work(second * 1_000, takesMillis);
    longest = Math.max(longest, work(second * 1_000, 0.01));
    if (second % 10 !== 0) continue;
    resources.push({
      process: 'p1',
      atUnixMillis: (second * 1_000) as ResourceSample['atUnixMillis'],
      heapSpaces: [],
      arrayBuffersBytes: 0 as ResourceSample['arrayBuffersBytes'],
      active: [],
      threadPoolWaitNanos: Math.round(longest * 1e6) as NonNullable<ResourceSample['threadPoolWaitNanos']>,
    });
    longest = 0;
  }
  return { program: working(draws, []), parts: { resources } };
}

/** So many tasks keep so much of four threads busy. */
const tasksFor = (busy: number, takesMillis: number): number => (busy * 4 * 1_000) / takesMillis;

const busyPool = (name: string, has: boolean, least: number, most: number, millis: readonly number[]): World => ({
  name,
  has,
  make: (draws) => {
    const takesMillis = draws.oneOf(millis);
    const aSecond = tasksFor(draws.between(least, most), takesMillis);
    return pooledWork(draws, { threads: 4, aSecond, takesMillis, seconds: 120 });
  },
});

export const threadPoolWaits: readonly World[] = [
  busyPool('more work than threads', true, 1.05, 1.6, [5, 40, 90]),
  busyPool('keys that are derived all the time', true, 0.9, 0.99, [60, 100, 200]),
  busyPool('look-ups of hosts that nobody answers', true, 1, 1.5, [3_000, 5_000]),
  {
    name: 'all keys at once, again and again',
    has: true,
    make: (draws) =>
      pooledWork(draws, {
        threads: 4,
        aSecond: 2,
        takesMillis: draws.between(50, 100),
        seconds: 120,
        atOnce: draws.whole(12, 30),
        everySeconds: draws.whole(5, 15),
      }),
  },
  {
    name: 'files that are compressed late in the run',
    has: true,
    make: (draws) =>
      pooledWork(draws, {
        threads: 4,
        aSecond: tasksFor(1.2, 60),
        takesMillis: 60,
        seconds: 120,
        fromSecond: draws.whole(40, 70),
      }),
  },
  busyPool('files and look-ups', false, 0.02, 0.4, [0.2, 1, 4]),
  busyPool('keys now and then', false, 0.01, 0.1, [60, 100]),
  {
    name: 'a start that reads many files',
    has: false,
    make: (draws) =>
      pooledWork(draws, { threads: 4, aSecond: 5, takesMillis: 2, seconds: 120, atOnce: draws.whole(2_000, 8_000) }),
  },
  {
    name: 'too short to say',
    has: false,
    make: (draws) => pooledWork(draws, { threads: 4, aSecond: tasksFor(1.2, 40), takesMillis: 40, seconds: 15 }),
  },
];
