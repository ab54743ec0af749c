// Days of made-up processes: some leak, and most only look like it for a while. A collection comes when there is garbage enough, so that a
// sample has anything between what lives and that.

import type { RuntimeSample } from '../../../src/model/record/record-segment.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { BEGIN } from '../segment-builder.js';
import type { Detected } from '../../../src/analysis/detectors/detector.js';
import { growingMemory } from '../../../src/analysis/detectors/growing-memory.js';
import { recordOf } from './recording.js';

const MEGABYTES = 1e6;
const DAY_HOURS = 24;

interface World {
  /** Megabytes that live, by the hour of the process. */
  readonly live: (hour: number, random: () => number) => number;
  readonly outside?: (hour: number) => number;
  /** Ticks a second. */
  readonly load?: (hour: number) => number;
  readonly garbage?: (hour: number) => number;
  readonly hours?: number;
}

function samplesOf({ live, outside, load = () => 20, garbage = () => 12, hours = DAY_HOURS }: World, seed: number) {
  const random = seededRandom(seed);
  // Samples of long ago are merged.
  const everySeconds = hours <= 4 ? 10 : 60;
  const count = Math.floor((hours * 3_600) / everySeconds);
  return Array.from({ length: count }, (_, place): RuntimeSample => {
    const hour = ((place + 1) * everySeconds) / 3_600;
    const heap = live(hour, random) + garbage(hour) * random();
    return {
      process: 'p1',
      atUnixMillis: (BEGIN + (place + 1) * everySeconds * 1_000) as never,
      elapsedNanos: (everySeconds * 1e9) as never,
      cpuNanos: 1e9 as never,
      loopActiveNanos: 1e9 as never,
      ticksStarted: Math.round(load(hour) * everySeconds),
      ticksEnded: Math.round(load(hour) * everySeconds),
      rssBytes: 9e7 as never,
      heapUsedBytes: Math.round(heap * MEGABYTES) as never,
      externalBytes: Math.round((outside?.(hour) ?? 2) * MEGABYTES) as never,
    };
  });
}

function detected(world: World, seed: number): readonly Detected[] {
  const segment = { ...recordOf({ calls: [] }), samples: samplesOf(world, seed) };
  return growingMemory.detect({ segment, rows: [], whatIf: undefined, externals: [], caches: [], feed: [] });
}

const found = (world: World, seed: number): boolean => detected(world, seed).length > 0;

const daytime = (hour: number): number => 1 + Math.sin((hour / DAY_HOURS) * 2 * Math.PI);

/** What the heap of a healthy process does in a day, each with a parameter between 0 and 1. */
const HEALTHY: Readonly<Record<string, (at: number) => World>> = {
  'stays as it is': () => ({ live: () => 30 }),
  'fills a cache': (at) => ({ live: (hour) => 25 + 40 * (1 - Math.exp(-hour / (0.5 + 5 * at))) }),
  'fills a bounded buffer, and is full': (at) => ({ live: (hour) => 25 + Math.min(30, (4 + 20 * at) * hour) }),
  'lives with the day': (at) => ({
    live: (hour) => 25 + (5 + 20 * at) * daytime(hour),
    load: (hour) => 5 + 40 * daytime(hour),
  }),
  'has more to do with every hour': (at) => ({
    live: (hour) => 25 + (0.5 + 2 * at) * hour,
    load: (hour) => 5 + (2 + 8 * at) * hour,
  }),
  'is given more symbols at noon': (at) => ({ live: (hour) => 25 + (hour > 8 + 8 * at ? 20 : 0) }),
  'makes more garbage': (at) => ({ live: () => 28, garbage: (hour) => 8 + (1 + 3 * at) * hour }),
  'drops its history at midnight': (at) => ({
    live: (hour) => 25 + 2 * ((hour + DAY_HOURS * at) % DAY_HOURS),
    hours: 72,
  }),
  'compiles at first': (at) => ({ live: (hour) => 30 - (6 + 4 * at) * Math.exp(-hour * 6) }),
  'goes up and down': (at) => {
    let state = 0;
    return {
      live: (_hour, random) => {
        state = (0.9 + 0.08 * at) * state + 2 * (random() - 0.5);
        return 30 + state;
      },
    };
  },
};

it('finds at most one leak in 100 days and more of processes that have none', () => {
  const wrong = Object.entries(HEALTHY).flatMap(([name, world]) =>
    Array.from({ length: 12 }, (_, seed) => seed).flatMap((seed) =>
      found(world(seed / 11), seed + 1) ? [`${name}, ${seed}`] : [],
    ),
  );
  expect(wrong.length).toBeLessThanOrEqual(1);
});

it('finds leaks of all sizes, in the heap and outside of it', () => {
  const random = seededRandom(7);
  const leaks = Array.from({ length: 40 }, (_, place): World => {
    const perHour = 1.5 * 20 ** random();
    const hours = [1, 4, 12, 24][place % 4] as number;
    // At least what is called growth: 5 MB, and a tenth of what there is.
    const grown = (hour: number): number => Math.max(perHour, 14 / hours) * hour;
    if (place % 5 === 0) return { live: () => 30, outside: (hour) => 4 + grown(hour), hours };
    if (place % 5 === 1) return { live: (hour) => 30 + grown(hour) + 5 * daytime(hour), load: daytime, hours: 24 };
    return { live: (hour) => 30 + grown(hour), hours };
  });
  const missed = leaks.flatMap((world, seed) => (found(world, seed + 1) ? [] : [seed]));
  expect(missed.length).toBeLessThanOrEqual(4);
});

it('says how fast, and waits for half an hour', () => {
  const leak = (hours: number): World => ({ live: (hour) => 30 + 20 * hour, hours });
  const [finding] = detected(leak(10), 1);
  expect(finding).toMatchObject({
    severity: 'high',
    evidence: { memory: 'heap', process: 'bot.js (pid 4711)', over: '8.98 h' },
  });
  const megabytesAnHour = parseFloat(String(finding?.evidence['an hour']));
  expect(megabytesAnHour).toBeGreaterThan(17);
  expect(megabytesAnHour).toBeLessThan(23);
  expect(found(leak(0.4), 1)).toBe(false);
});
