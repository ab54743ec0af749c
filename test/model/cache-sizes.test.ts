// Sizes of caches with two digits.

import { placeOfSize, sizeAtPlace } from '../../src/model/reuse/cache-sizes.js';

it('are numbers that people write, in order', () => {
  const sizes = Array.from({ length: 300 }, (_, place) => sizeAtPlace(place + 1));
  expect(sizes.slice(0, 3)).toEqual([1, 2, 3]);
  expect(sizes.slice(97, 103)).toEqual([98, 99, 100, 110, 120, 130]);
  expect(sizes.slice(188, 192)).toEqual([990, 1_000, 1_100, 1_200]);
  expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
});

it('is the smallest that is large enough', () => {
  for (let size = 1; size <= 30_000; size++) {
    const place = placeOfSize(size);
    expect(sizeAtPlace(place) >= size && (place === 1 || sizeAtPlace(place - 1) < size)).toBe(true);
  }
});
