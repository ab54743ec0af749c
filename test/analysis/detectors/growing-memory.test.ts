// Days of made-up processes, some of which leak.

import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import type { Detected } from '../../../src/analysis/detectors/detector.js';
import { growingMemory } from '../../../src/analysis/detectors/growing-memory.js';
import { daytime, HEALTHY, type Life, memorySamples } from '../../harness/detectors/memory-worlds.js';
import { recordOf } from './recording.js';

function detected(life: Life, seed: number): readonly Detected[] {
  const segment = { ...recordOf({ calls: [] }), samples: memorySamples(life, seed) };
  return growingMemory.detect({ segment, rows: [], whatIf: undefined, externals: [], caches: [], feed: [] });
}

const found = (world: Life, seed: number): boolean => detected(world, seed).length > 0;

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
  const leaks = Array.from({ length: 40 }, (_, place): Life => {
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
  const leak = (hours: number): Life => ({ live: (hour) => 30 + 20 * hour, hours });
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
