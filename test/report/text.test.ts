import { fit, fitEnd, printable, widthOf, wrap } from '../../src/report/text.js';

it.each([
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['BTC\u202eTDSU', 'BTC\\u{202e}TDSU'],
  ['\ud800', '\\u{d800}'],
  ['BTC\u00a0USDT', 'BTC USDT'],
  ['e\u0301', '\u00e9'],
  ['比特币/USDT', '比特币/USDT'],
])('%j is printed as %j', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

it.each([
  ['BTC', 3],
  ['比特币', 6],
  ['🚀', 2],
  ['🫠', 2],
  ['█▏·…', 4],
])('%s is %d cells wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

it('cuts at cells and not within a character', () => {
  expect(fit('momentum', 8)).toBe('momentum');
  expect(fit('momentum', 5)).toBe('mome…');
  expect(fit('比特币交易', 6)).toBe('比特…');
  expect(fit('🚀🚀🚀', 4)).toBe('🚀…');
  expect(fitEnd('/a/long/path/bot.js:41', 10)).toBe('…bot.js:41');
  expect(fitEnd('bot.js:41', 10)).toBe('bot.js:41');
});

it('wraps at spaces, and within words that are longer than a line', () => {
  expect(wrap('half of the ticks', 8)).toEqual(['half of', 'the', 'ticks']);
  expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  expect(wrap('', 4)).toEqual([]);
});
