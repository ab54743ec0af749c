import { hashOfKey, hashOfValues, UNREAD } from '../../../src/capture/instrumentations/key-hash.js';

describe('a number for the values of a statement', () => {
  it('is the same for the same, and another for others, for other texts and in another order', () => {
    const lists = [
      [],
      [1],
      [2],
      ['1'],
      [true],
      [false],
      [null],
      [undefined],
      ['a', 'b'],
      ['b', 'a'],
      ['ab'],
      ['a'],
      [0.5],
      [NaN],
    ];
    const hashes = lists.flatMap((list) => [1, 2].map((text) => hashOfValues(text, list)));
    expect(new Set(hashes).size).toBe(2 * lists.length);
    expect(lists.flatMap((list) => [1, 2].map((text) => hashOfValues(text, [...list])))).toEqual(hashes);
  });

  it('is none for what is no text, number, truth value or nothing, for long texts and for many values', () => {
    const unread = [
      [new Date(0)],
      [{}],
      [[1]],
      [Buffer.alloc(1)],
      [1n],
      [Symbol.iterator],
      ['x'.repeat(257)],
      Array(17).fill(1),
    ];
    expect(unread.map((values) => hashOfValues(1, values))).toEqual(unread.map(() => UNREAD));
    expect(hashOfValues(1, Array(16).fill(1))).not.toBe(UNREAD);
    expect(hashOfKey('x'.repeat(256))).not.toBe(UNREAD);
  });
});
