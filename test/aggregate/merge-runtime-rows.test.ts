import { longestFirst, mergeStalls, STALLS_LISTED } from '../../src/aggregate/merge-runtime-rows.js';
import type { StallRow } from '../../src/model/record/runtime-rows.js';
import type { Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';

function stallOf(place: number): StallRow {
  return {
    process: 'p1',
    kind: 'timer',
    name: 'poll',
    startedAtUnixMillis: (1_000 * place) as UnixMilliseconds,
    durationNanos: (10_000_000 + (place % 37)) as Nanoseconds,
    gcNanos: 0 as Nanoseconds,
    delayedTicks: 0,
  };
}

it('lists the longest stalls, the same ones however they were divided', () => {
  const all = Array.from({ length: 100 }, (_, place) => stallOf(place));
  const longest = all.toSorted(longestFirst).slice(0, STALLS_LISTED);
  expect(mergeStalls(all)).toEqual(longest);
  const parts = [all.filter((_, place) => place % 3 === 0), all.filter((_, place) => place % 3 !== 0)];
  expect(mergeStalls(parts.toReversed().flatMap((part) => mergeStalls(part)))).toEqual(longest);
});
