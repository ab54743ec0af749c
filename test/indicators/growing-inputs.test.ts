// What takes longer the more it is given is named with its law, and nothing of what takes as long for anything.

import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';

const PROGRAM = [fixture('indicators/growing-inputs.cjs')];
const CLOCK = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/own-clock.cjs'))}` };

it('tells how the time of each indicator grows with what it is given', async () => {
  const { stdout, stderr, code, report } = await runRecorded(PROGRAM, { environment: CLOCK });
  expect({ stdout, stderr, code, signal: null }).toEqual(await runBare(PROGRAM));
  const rows = report.growthBySize ?? [];
  expect(rows.map(({ name, with: sized, law }) => [name, sized, law])).toEqual([
    ['Ema.update', 'object', 'quadratic'],
    ['Sma.calculate', 'input', 'linear'],
  ]);
  const sma = rows[1];
  // 24 ns an item and 2 µs, as the program says.
  expect(sma?.oneMoreNanos).toBeCloseTo(24, 0);
  expect(sma?.crossing?.size).toBeGreaterThan(0.95 * ((1_000_000 - 2_000) / 24));
  expect(sma?.crossing?.size).toBeLessThan(1.05 * ((1_000_000 - 2_000) / 24));
});

it('bears with an input that cannot be read', async () => {
  const program = [fixture('indicators/unready-input.mjs')];
  const { stdout, stderr, code, report } = await runRecorded(program);
  expect({ stdout, stderr, code, signal: null }).toEqual(await runBare(program));
  expect([stdout, countsOf(report, 'indicator')]).toEqual(['1 1 3\n', { 'Sma.calculate': 2 }]);
});
