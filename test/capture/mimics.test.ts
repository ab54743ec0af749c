// A wrapped function looks and behaves like the function that the program wrote.

import { fixture, runBare, runRecorded } from '../support/programs.js';

it('prints the same name, length, text, keys and results, whatever the form of the function', async () => {
  const program = [fixture('capture/faces.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(recorded.stdout).toBe(bare.stdout);
  expect([recorded.stderr, recorded.code]).toEqual([bare.stderr, 0]);
  // And it was not the same because nothing was reached.
  const instrumented = recorded.report.coverage.instrumented.filter(({ count }) => count > 0).map(({ name }) => name);
  expect(instrumented.toSorted()).toEqual([
    'CustomEngine.onTick',
    'TradingEngine.handleBar',
    'TradingEngine.handleTicker',
    'TradingEngine.onCandle',
    'TradingEngine.onQuote',
    'TradingEngine.onTick',
    'faces.update',
    'onQuote',
    'onTick',
    'onTrade',
    'strategy.onTick',
    'strategy.onTrade',
  ]);
});

it('makes objects with the prototype that the program has given a constructor since', async () => {
  const program = [fixture('capture/replaced-prototype.js')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
});
