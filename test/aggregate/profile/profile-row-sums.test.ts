// Rows of sampled code add up the same in any order and grouping, while their functions have room.

import * as fc from 'fast-check';
import { profileIn, type ProfileRowSums } from '../../../src/aggregate/profile/profile-row-sums.js';
import { FRAMES_PER_ROW, type ProfileFrame, type ProfileRow } from '../../../src/model/record/profile-rows.js';

function merged(rows: readonly ProfileRow[]): ProfileRow[] {
  const sums = new Map<string, ProfileRowSums>();
  for (const row of rows) profileIn(sums, row).merge(row);
  return [...sums.values()].map((sum) => sum.toRow()).toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

const frame: fc.Arbitrary<ProfileFrame> = fc.record(
  {
    name: fc.constantFrom('hmac', 'parse', 'sum'),
    location: fc.constantFrom('bot.js:1', 'sign.js:2'),
    within: fc.constantFrom('node:crypto', 'pg'),
    samples: fc.nat(1_000),
  },
  { requiredKeys: ['name', 'samples'] },
);
const row: fc.Arbitrary<ProfileRow> = fc
  .record({ name: fc.constantFrom('onTick', 'ema'), frames: fc.array(frame, { maxLength: 6 }), collecting: fc.nat(9) })
  .map(({ frames, ...rest }) => ({
    scope: 'operation',
    kind: 'tick',
    ...rest,
    samples: frames.reduce((sum, { samples }) => sum + samples, 0),
    frames,
  }));

it('adds up in any order and grouping', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.nat(8), (rows, at) => {
      const whole = merged(rows);
      expect(merged(rows.toReversed())).toEqual(whole);
      expect(merged([...merged(rows.slice(at)), ...merged(rows.slice(0, at))])).toEqual(whole);
      for (const { samples, frames } of whole)
        expect(frames.reduce((sum, each) => sum + each.samples, 0)).toBe(samples);
    }),
  );
});

it('names the functions with most samples, and keeps the sum', () => {
  const frames = Array.from({ length: 100 }, (_, at) => ({
    name: `f${at}`,
    location: `bot.js:${at}`,
    samples: at + 1,
  }));
  const one: ProfileRow = { scope: 'outside', name: '', samples: 5_050, collecting: 2, frames };
  const [twice] = merged([one, one]) as [ProfileRow];
  expect(twice.frames).toHaveLength(FRAMES_PER_ROW);
  expect(twice.frames[0]).toEqual({ name: 'f99', location: 'bot.js:99', samples: 200 });
  expect(twice.frames.at(-1)).toEqual({ name: '__other__', samples: 2 * ((37 * 38) / 2) });
  expect(twice).toMatchObject({ samples: 10_100, collecting: 4 });
});
