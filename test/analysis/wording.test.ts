import {
  countText,
  countedText,
  durationText,
  megabytesText,
  operationText,
  rateText,
  shareText,
} from '../../src/analysis/wording.js';

describe('numbers in sentences', () => {
  it.each([
    [0, '0 ns'],
    [640, '640 ns'],
    [1_000, '1 µs'],
    [12_345, '12.3 µs'],
    [1_000_000, '1 ms'],
    [1_842_000, '1.84 ms'],
    [640_000_000, '640 ms'],
    [9_500_000_000, '9.5 s'],
    [60_000_000_000, '1 min'],
    [1_604_000_000_000, '26.7 min'],
    [86_400_000_000_000, '1,440 min'],
  ])('%d ns is %s', (nanos, text) => expect(durationText(nanos)).toBe(text));

  it.each([
    [1, '100 %'],
    [0.95, '95 %'],
    [0.94999, '94.9 %'],
    [0.29, '29 %'],
    [0.0004, '0 %'],
  ])('a share of %d is %s', (share, text) => expect(shareText(share)).toBe(text));

  it('counts, rates and sizes', () => {
    expect(countText(1_234_567)).toBe('1,234,567');
    expect(countedText(1, 'tick')).toBe('1 tick');
    expect(countedText(0, 'tick')).toBe('0 ticks');
    expect(rateText(1_234.5)).toBe('1,235');
    expect(rateText(0.7)).toBe('0.7');
    expect(megabytesText(84_250_000)).toBe('84.3 MB');
    expect(megabytesText(-1_500_000)).toBe('-1.5 MB');
  });

  it('names operations', () => {
    expect(operationText({ kind: 'query', name: 'SELECT 1' })).toBe('query SELECT 1');
    expect(operationText({ kind: 'tick', name: 'onTick' })).toBe("onTick's own code");
    expect(operationText({ kind: 'wait', name: 'untraced: onTick' })).toBe('waiting (untraced: onTick)');
  });
});
