// Numbers for texts, until the log has been read.

import { NUMBER_MASK } from '../../../src/model/log/log-layout.js';
import { LogTexts } from '../../../src/model/log/log-texts.js';

it('gives a text one number, and no text 0', () => {
  const texts = new LogTexts();
  const numbers = ['BTC', 'ETH', 'BTC', undefined, ''].map((text) => texts.numberOf(text));
  expect(numbers).toEqual([1, 2, 1, 0, 3]);
  expect(numbers.map((number) => texts.textOf(number))).toEqual(['BTC', 'ETH', 'BTC', undefined, '']);
});

it('is full when the next number would not fit a record, and empty after it is cleared', () => {
  const texts = new LogTexts();
  for (let number = 1; number <= NUMBER_MASK; number++) {
    expect(texts.isFull).toBe(false);
    expect(texts.numberOf(`S${number}`)).toBe(number);
  }
  expect(texts.isFull).toBe(true);
  texts.clear();
  expect(texts.isFull).toBe(false);
  expect(texts.textOf(1)).toBeUndefined();
  expect([texts.numberOf('S2'), texts.textOf(1)]).toEqual([1, 'S2']);
});
