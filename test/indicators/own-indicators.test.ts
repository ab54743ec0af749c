// Indicators of the program's own, in the forms in which programs write them.

import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';

it('counts every call of methods that replace themselves, and shows nothing of it', async () => {
  const program = [fixture('indicators/self-replacing.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
  // The program's own counter; the call on the frozen instance is one more.
  expect(bare.stdout).toContain(' 8000\n');
  expect(countsOf(recorded.report, 'indicator')).toEqual({
    'EmaIndicator.nextValue': 4_001,
    'RsiIndicator.update': 2_000,
    'SmaIndicator.nextValue': 2_000,
  });
});

it('ends a call with its callback or its promise, and counts what it is made of with it', async () => {
  const program = [fixture('indicators/ends-later.cjs')];
  const options = { environment: { TICKSCOPE_TICK_BUDGET: '1us' } };
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program, options)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);

  const { calls } = JSON.parse(bare.stdout.split('\n')[0] as string) as { calls: Record<string, number> };
  // Two more outside the ticks, which the program did not count.
  const expected = { ...calls, sma: (calls['sma'] ?? 0) + 1, 'VwapIndicator.calculate': 31 };
  expect(countsOf(recorded.report, 'indicator')).toEqual(expected);

  const failed = recorded.report.operations.find(({ name }) => name === 'EmaIndicator.calculate')?.failed;
  expect(failed).toBe(30);
  const { spans = [] } = recorded.report.slowest[0] ?? {};
  const indicators = spans.filter(({ kind }) => kind === 'indicator');
  // Called from another one's callback, or while another one waits for its own, it is still the tick's.
  expect(indicators.map(({ name, parent }) => [name, parent])).toEqual([
    ['rsi', 0],
    ['sma', 0],
    ['atr', 0],
    ['sma', 0],
    ['MacdIndicator.calculate', 0],
    ['EmaIndicator.calculate', 0],
    ['EmaIndicator.calculate', 0],
    ['VwapIndicator.calculate', 0],
    ['EmaIndicator.calculate', 0],
  ]);
  // It has ended when it calls back, while it is still running; another goes on while others run; the last one has settled.
  const ends = indicators.map(({ startNanos, durationNanos }) => startNanos + durationNanos);
  const startOf = (place: number): number => indicators[place]?.startNanos ?? NaN;
  expect(ends[0]).toBeLessThanOrEqual(startOf(1));
  expect(ends[2]).toBeGreaterThanOrEqual(ends[3] as number);
  expect(ends[2]).toBeLessThanOrEqual(startOf(4));
  expect(ends[7]).toBeLessThanOrEqual(startOf(8));
});

it('leaves alone what it cannot read: getters that throw, revoked proxies, circles, a million holes', async () => {
  const program = [fixture('indicators/strange-inputs.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
  expect(countsOf(recorded.report, 'indicator')).toEqual({
    calculateSMA: 16,
    'RsiIndicator.update': 17,
    'technicalindicators.sma': 5,
    'AtrIndicator.calculate': 1,
  });
});
