// Days of made-up processes: some leak, and most only look like it for a while. A collection comes when there is garbage enough, so that a
// sample has anything between what lives and that.

import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import type { RuntimeSample } from '../../../src/model/record/record-segment.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../../src/model/units.js';
import { HEAD } from '../../aggregate/measured-stream.js';
import { working } from './code-worlds.js';
import type { Draws } from './draws.js';
import type { Scenario, World } from './scenario.js';

const MEGABYTES = 1e6;
const DAY_HOURS = 24;

/** What the memory of a process does. */
export interface Life {
  /** Megabytes that live, by the hour of the process. */
  readonly live: (hour: number, random: () => number) => number;
  readonly outside?: (hour: number) => number;
  /** Ticks a second. */
  readonly load?: (hour: number) => number;
  readonly garbage?: (hour: number) => number;
  readonly hours?: number;
}

export function memorySamples(life: Life, seed: number): RuntimeSample[] {
  const { live, outside, load = () => 20, garbage = () => 12, hours = DAY_HOURS } = life;
  const random = seededRandom(seed);
  // Samples of long ago are merged.
  const everySeconds = hours <= 4 ? 10 : 60;
  const count = Math.floor((hours * 3_600) / everySeconds);
  return Array.from({ length: count }, (_, place): RuntimeSample => {
    const hour = ((place + 1) * everySeconds) / 3_600;
    const heap = live(hour, random) + garbage(hour) * random();
    return {
      process: 'p1',
      atUnixMillis: (HEAD.fromUnixMillis + (place + 1) * everySeconds * 1_000) as UnixMilliseconds,
      elapsedNanos: (everySeconds * 1e9) as Nanoseconds,
      cpuNanos: 1e9 as Nanoseconds,
      loopActiveNanos: 1e9 as Nanoseconds,
      ticksStarted: Math.round(load(hour) * everySeconds),
      ticksEnded: Math.round(load(hour) * everySeconds),
      rssBytes: 9e7 as Bytes,
      heapUsedBytes: Math.round(heap * MEGABYTES) as Bytes,
      externalBytes: Math.round((outside?.(hour) ?? 2) * MEGABYTES) as Bytes,
    };
  });
}

export const daytime = (hour: number): number => 1 + Math.sin((hour / DAY_HOURS) * 2 * Math.PI);

/** What the heap of a healthy process does in a day, each with a parameter between 0 and 1. */
export const HEALTHY: Readonly<Record<string, (at: number) => Life>> = {
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

/** At least what is called growth: 5 MB, and a tenth of what there is. */
function leak(draws: Draws): { readonly hours: number; readonly grown: (hour: number) => number } {
  const hours = draws.oneOf([1, 4, 12, DAY_HOURS]);
  const perHour = Math.max(1.5 * 20 ** draws.next(), 14 / hours);
  return { hours, grown: (hour) => perHour * hour };
}

const LEAKS: Readonly<Record<string, (draws: Draws) => Life>> = {
  'keeps what belongs to ticks': (draws) => {
    const { hours, grown } = leak(draws);
    return { live: (hour) => 30 + grown(hour), hours };
  },
  'keeps buffers': (draws) => {
    const { hours, grown } = leak(draws);
    return { live: () => 30, outside: (hour) => 4 + grown(hour), hours };
  },
  'keeps a book more with each reconnect': (draws) => {
    const { hours, grown } = leak(draws);
    const reconnects = draws.whole(12, 40);
    return { live: (hour) => 30 + grown((Math.floor((hour / hours) * reconnects) / reconnects) * hours), hours };
  },
  'leaks from some hour on, behind a cache that fills': (draws) => {
    const { hours, grown } = leak(draws);
    const from = hours * draws.between(0.2, 0.4);
    const filled = (hour: number): number => 10 * (1 - Math.exp((-20 * hour) / hours));
    return { live: (hour) => 25 + filled(hour) + 2 * grown(Math.max(0, hour - from)), hours };
  },
  'leaks, and lives with the day': (draws) => {
    const { grown } = leak(draws);
    return { live: (hour) => 30 + grown(hour) + 5 * daytime(hour), load: daytime };
  },
};

/** A day, or as long as its life is. */
function lived(draws: Draws, life: Life): Scenario {
  return { program: working(draws, []), parts: { samples: memorySamples(life, draws.seed) } };
}

export const growingMemory: readonly World[] = [
  ...Object.entries(LEAKS).map(([name, of]): World => ({ name, has: true, make: (draws) => lived(draws, of(draws)) })),
  ...Object.entries(HEALTHY).map(([name, of]): World => ({
    name,
    has: false,
    make: (draws) => lived(draws, of(draws.next())),
  })),
];
