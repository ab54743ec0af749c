import { notADuration, parseDuration } from '../../src/config/duration.js';

it.each([
  ['500us', 500_000],
  ['500µs', 500_000],
  ['1ms', 1_000_000],
  ['90s', 90e9],
  ['10m', 600e9],
  ['1.5h', 5_400e9],
  ['1d', 86_400e9],
  [' 2h ', 7_200e9],
])('%s', (text, nanos) => {
  expect(parseDuration(text)).toBe(nanos);
});

it.each(['10x', '10', 'm', '', '0s', '-1s', '1e3s', '1 h', '10mm', '.5s', 'NaNs', `${'9'.repeat(400)}d`])(
  'refuses %j',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

it('says what was given and what would do', () => {
  expect(notADuration('--last', '10x')).toBe(
    '--last 10x is not a duration. Use a number and s, m, h or d, for example --last 10m.',
  );
});
