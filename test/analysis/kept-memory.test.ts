import { keptMemory } from '../../src/analysis/kept-memory.js';
import type { MemoryReading } from '../../src/model/record/memory-rows.js';
import type { Bytes, UnixMilliseconds } from '../../src/model/units.js';

const MEGABYTE = 1e6;

/** @param heap and each line, in megabytes, at each look; a minute lies between two */
function looks(heap: readonly number[], lines: Readonly<Record<string, readonly number[]>>): MemoryReading[] {
  return heap.map((megabytes, place) => ({
    process: 'p1',
    atUnixMillis: (place * 60_000) as UnixMilliseconds,
    heapBytes: (megabytes * MEGABYTE) as Bytes,
    externalBytes: 0 as Bytes,
    limitBytes: 4e9 as Bytes,
    sites: Object.entries(lines).map(([location, bytes]) => ({
      name: 'onTick',
      location,
      collection: 'all',
      bytes: ((bytes[place] ?? 0) * MEGABYTE) as Bytes,
    })),
  }));
}

const named = (readings: readonly MemoryReading[]): readonly (string | undefined)[] | undefined =>
  keptMemory(readings)?.sites.map(({ location }) => location);

it('names the line that grows, and not the one that is large', () => {
  const readings = looks([20, 25, 30, 35], { 'bot.js:3': [12, 12.1, 11.9, 12], 'bot.js:7': [0, 5, 10, 15] });
  expect(named(readings)).toEqual(['bot.js:7']);
  expect(keptMemory(readings)).toMatchObject({ grownBytes: 15 * MEGABYTE, looks: 4, isOutsideHeap: false });
});

it('says how much of the growth is of each', () => {
  const readings = looks([20, 30, 40, 50], { 'bot.js:3': [0, 7, 14, 21], 'bot.js:7': [0, 3, 6, 9] });
  expect(keptMemory(readings)?.sites.map(({ share }) => share)).toEqual([0.7, 0.3]);
});

it('waits for four looks', () => {
  expect(named(looks([20, 25, 30], { 'bot.js:7': [0, 5, 10] }))).toBeUndefined();
});

it('does not compare with what was before the memory fell', () => {
  expect(named(looks([20, 30, 40, 10, 15], { 'bot.js:7': [0, 5, 10, 1, 4] }))).toBeUndefined();
});

it('says nothing of what has stopped', () => {
  const growing = looks([20, 25, 30, 35], { 'bot.js:7': [0, 5, 10, 15] });
  const later = (megabytes: number): MemoryReading[] => [
    ...growing,
    { ...(looks([megabytes], {})[0] as MemoryReading), atUnixMillis: 600_000 as UnixMilliseconds },
  ];
  expect(named(later(36))).toBeUndefined();
  expect(named(later(60))).toEqual(['bot.js:7']);
});
