// Libraries of indicators as programs load them: by version, by kind of module, by deep import.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';
import { installFixture } from '../support/installed-fixture.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function runBoth(name: string) {
  const program = [fixture(`indicators/${name}`)];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect(recorded.code).toBe(0);
  expect([recorded.stdout, recorded.stderr]).toEqual([bare.stdout, bare.stderr]);
  expect(recorded.report.coverage.notSeen).toEqual([]);
  return { bare, report: recorded.report };
}

describe('trading-signals', () => {
  beforeAll(() => installFixture('indicators/trading-signals'), 60_000);

  it.each(['imports.mjs', 'requires.cjs'])(
    'counts the outermost calls, with every face as it was: %s',
    async (file) => {
      const { bare, report } = await runBoth(`trading-signals/${file}`);
      const { calls } = JSON.parse(bare.stdout) as { calls: Record<string, number> };
      const named = Object.entries(calls).map(([name, count]) => [`trading-signals.${name}.update`, count]);
      expect(countsOf(report, 'indicator')).toEqual(Object.fromEntries(named));
      const macd = report.operations.find(({ name }) => name === 'trading-signals.MACD.update')?.indicator;
      expect(macd).toMatchObject({
        library: 'trading-signals',
        parameters: ['long.interval=26 short.interval=12 signal.interval=9'],
      });
    },
  );
});

describe('every library with a row', () => {
  beforeAll(() => installFixture('indicators/libraries'), 120_000);

  it.each(['requires.cjs', 'imports.mjs'])(
    'counts the outermost calls, with every face as it was: %s',
    async (file) => {
      const { bare, report } = await runBoth(`libraries/${file}`);
      const { calls } = JSON.parse(bare.stdout) as { calls: Record<string, number> };
      expect(countsOf(report, 'indicator')).toEqual(calls);
    },
  );

  it('hands on what the program calls a function on, which may be nothing', async () => {
    const folder = temporaryFolder();
    const library = path.join(folder, 'node_modules/moving-averages/lib');
    mkdirSync(library, { recursive: true });
    writeFileSync(path.join(folder, 'node_modules/moving-averages/package.json'), '{ "main": "lib/index.js" }');
    writeFileSync(path.join(library, 'index.js'), '"use strict"; exports.ma = function () { return typeof this; };');
    const program = path.join(folder, 'bot.cjs');
    writeFileSync(
      program,
      'const { ma } = require("moving-averages"); console.log(ma(), ma.call(5), ma.call("five"));',
    );
    const { stdout, report } = await runRecorded([program]);
    expect([stdout, countsOf(report, 'indicator')]).toEqual(['undefined number string\n', { 'moving-averages.ma': 3 }]);
  });

  it('names a library that has none, and why', async () => {
    const { report } = await runRecorded([fixture('indicators/libraries/unmeasured.cjs')]);
    expect(report.coverage.notSeen).toEqual([
      { name: 'talib-web', why: expect.stringMatching(/^what it computes is not measured: it is WebAssembly/) },
    ]);
  });
});

describe('technicalindicators', () => {
  beforeAll(() => installFixture('indicators/technicalindicators-1'), 120_000);

  it('counts one call for 30,262 nested ones, in versions 1 and 3 side by side', async () => {
    const nested = await runBare([fixture('indicators/two-versions.cjs'), '--count']);
    expect(nested.stdout).toContain('[30262,30262]\n');
    const { report } = await runBoth('two-versions.cjs');
    // Of each version: two of MACD, one each of the others, a week of closes; and a class of the program's own once.
    expect(countsOf(report, 'indicator')).toEqual({
      'technicalindicators.macd': 4,
      'technicalindicators.RSI': 2,
      'technicalindicators.atr': 2,
      'technicalindicators.doji': 2,
      'technicalindicators.EMA.nextValue': 2 * 10_080,
      'technicalindicators.SMA': 1,
    });
  });

  it.each(['deep-imports.mjs', 'deep-requires.cjs'])('counts what is imported from deep inside: %s', async (file) => {
    const { report } = await runBoth(file);
    // As written in the program.
    expect(countsOf(report, 'indicator')).toEqual({
      'technicalindicators.sma': 2,
      'technicalindicators.SMA': 1,
      'technicalindicators.SMA.nextValue': 1,
      'technicalindicators.macd': 2,
      'technicalindicators.ema': 1,
      'technicalindicators.doji': 1,
    });
  });
});
