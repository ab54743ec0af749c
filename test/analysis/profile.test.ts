// What the report says of samples: shares with their intervals, and no names where there are too few.

import { ENOUGH_SAMPLES, LEAST_SAMPLES, reportProfile } from '../../src/analysis/profile.js';
import { wilsonInterval } from '../../src/analysis/statistics/wilson-interval.js';
import type { ProfileRow } from '../../src/model/record/profile-rows.js';

function operation(name: string, samples: number): ProfileRow {
  const frames = [{ name: `${name}Helper`, location: 'bot.js:1', samples }];
  return { scope: 'operation', kind: 'internal', name, samples, collecting: 0, frames };
}

const idle: ProfileRow = { scope: 'thread', name: 'idle', samples: 50, collecting: 0, frames: [] };

it('is absent where nothing was sampled', () => {
  expect(reportProfile([])).toBeUndefined();
});

it('names no function in a row of too few samples', () => {
  const profile = reportProfile([operation('few', LEAST_SAMPLES - 1), operation('enough', LEAST_SAMPLES), idle]);
  expect(profile?.rows.map(({ name, frames }) => [name, frames.length])).toEqual([
    ['enough', 1],
    ['few', 0],
  ]);
});

// By the formula of Wilson, 20 of 29 are 51 to 83 %; 19 may be less than half: 47 to 80 %.
it.each([
  [ENOUGH_SAMPLES - 1, 20, ['most']],
  [ENOUGH_SAMPLES - 1, 19, []],
  [LEAST_SAMPLES, 9, ['most']],
  [LEAST_SAMPLES, 7, []],
  [ENOUGH_SAMPLES, 19, ['most', 'rest']],
])('of %i samples, %i of them of one function, names %p', (samples, most, names) => {
  const frames = [
    { name: 'most', samples: most },
    { name: 'rest', samples: samples - most },
  ];
  const profile = reportProfile([{ scope: 'outside', name: '', samples, collecting: 0, frames }]);
  expect(profile?.rows[0]?.frames.map(({ name }) => name)).toEqual(names);
});

it('counts a sample once, although its row of a symbol has it again', () => {
  const symbol: ProfileRow = { scope: 'symbol', name: 'BTC', samples: 60, collecting: 0, frames: [] };
  const outside: ProfileRow = { scope: 'outside', name: '', samples: 40, collecting: 0, frames: [] };
  const profile = reportProfile([operation('onTick', 60), symbol, outside, idle]);
  expect(profile).toMatchObject({ samples: 150, programSamples: 100, idleSamples: 50, missingSamples: 0 });
  expect(profile?.rows.map(({ scope, share }) => [scope, share])).toEqual([
    ['operation', 0.6],
    ['symbol', 0.6],
    ['outside', 0.4],
  ]);
});

it('takes a function together, whatever it had called, and tells what that mostly was', () => {
  const frames = [
    { name: 'sign', location: 'bot.js:1', samples: 40 },
    { name: 'sign', location: 'bot.js:1', within: 'node:crypto', samples: 50 },
    { name: 'sign', location: 'other.js:1', samples: 10 },
  ];
  const profile = reportProfile([{ scope: 'outside', name: '', samples: 100, collecting: 0, frames }]);
  expect(profile?.rows[0]?.frames).toMatchObject([
    { name: 'sign', location: 'bot.js:1', within: 'node:crypto', samples: 90, share: 0.9 },
    { name: 'sign', location: 'other.js:1', samples: 10, share: 0.1 },
  ]);
});

// Published: Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001); by hand for 1 and 10.
it.each([
  [0, 10, 0, 0.2775],
  [1, 10, 0.0179, 0.4042],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
])('puts %i of %i between %f and %f', (count, samples, low, high) => {
  const [from, to] = wilsonInterval(count, samples);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});
