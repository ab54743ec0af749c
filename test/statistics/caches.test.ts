// Whether what is said of other sizes of a cache, and of keeping results, is right. `npm run detectors` tries more, and writes the page.

import { KEYS, MOST_CURVE_ERROR, tryCurve } from '../harness/caches/cache-curves.js';
import { MOST_SAVING_ERROR, savingErrors } from '../harness/caches/memo-savings.js';
import { impureFunctions, pureFunctions } from '../harness/caches/sources.js';
import { tryFunction } from '../harness/caches/tried-functions.js';
import { memoisableFunctions } from '../harness/detectors/memo-worlds.js';

it.each(KEYS.map((keys) => [`${keys.name}, ${keys.keys} keys`, keys] as const))(
  'a real cache of the advised size finds what the curve says: %s',
  (_name, keys) => {
    const errors = [1, 2].flatMap((seed) => {
      const { advised } = tryCurve(keys, seed);
      return advised === undefined ? [] : [Math.abs(advised.said - advised.found)];
    });
    expect(Math.max(0, ...errors)).toBeLessThanOrEqual(MOST_CURVE_ERROR);
  },
);

it('advises sizes where one is large enough', () => {
  const advised = KEYS.filter((keys) => tryCurve(keys, 3).advised !== undefined);
  expect(advised.length).toBeGreaterThanOrEqual(KEYS.length - 3);
});

it('saves what the advice says, in a program that keeps its results', () => {
  const errors = savingErrors(memoisableFunctions, 2);
  expect(errors.length).toBeGreaterThan(15);
  expect(Math.max(...errors)).toBeLessThanOrEqual(MOST_SAVING_ERROR);
});

it('advises none of 200 functions that give something else, or do something beside', () => {
  expect(impureFunctions).toHaveLength(200);
  expect(new Set(impureFunctions.map(({ text }) => text)).size).toBe(200);
  const byText = impureFunctions.filter((each) => tryFunction(each).isPureByText);
  expect(byText.map(({ kind }) => kind)).toEqual([]);
});

it('advises those that give the same for the same', () => {
  const tried = pureFunctions.map(tryFunction);
  expect(tried.filter(({ isPureByText, isAdvisedByCalls }) => isPureByText && isAdvisedByCalls)).toHaveLength(40);
});
