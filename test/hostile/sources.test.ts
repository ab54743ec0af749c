// Sources of every kind: run as without Tickscope, and measured where they can be.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Recorded, runBare, runRecorded, type RunOptions } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(30_000);

async function runSame(program: string, options: RunOptions = {}): Promise<Recorded & { readonly printed: string }> {
  const bare = await runBare([program], options);
  const recorded = await runRecorded([program], options);
  const withoutPid = (stderr: string): string => stderr.replaceAll(/^\(node:\d+\)/gm, '(node)');
  expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, bare.code]);
  expect(withoutPid(recorded.stderr)).toBe(withoutPid(bare.stderr));
  return { ...recorded, printed: bare.stdout.trimEnd().split('\n').at(-1) ?? '' };
}

const TRANSFORM = { nodeArguments: ['--experimental-transform-types'] };

it.each<[what: string, name: string, options: RunOptions]>([
  ['a hashbang and directives', 'hashbang.js', {}],
  ['a directive without a semicolon', 'no-semicolons.js', {}],
  ['an enum in an ES module, where Node compiles it', 'enum.mts', TRANSFORM],
  ['an enum in CommonJS, where Node compiles it', 'enum.cts', TRANSFORM],
  [
    'JSX, which a loader compiles',
    'bot.jsx',
    { nodeArguments: ['--import', fixture('hostile/sources/jsx-loader.mjs')] },
  ],
])('%s', async (_what, name, options) => {
  const { report, printed } = await runSame(fixture(`hostile/sources/${name}`), options);
  const { ticks } = JSON.parse(printed) as { ticks: number };
  expect(report.ticks).toMatchObject({ started: ticks, count: ticks });
  expect(report.coverage.notSeen).toEqual([]);
});

it.each([
  ['a syntax error', 'syntax-error.js'],
  ['an enum that Node only strips', 'enum.mts'],
  ['an enum in CommonJS that Node only strips', 'enum.cts'],
])("%s: Node's own message and exit code", async (_what, name) => {
  const { code, report } = await runSame(fixture(`hostile/sources/${name}`));
  expect(code).toBe(1);
  expect(report.ticks.started).toBe(0);
});

it('5 MB in one line: run as it is, and listed as not seen', async () => {
  const program = path.join(temporaryFolder(), 'bundle.js');
  const handler = 'class TradingBot{onTick({price}){return price}}';
  writeFileSync(
    program,
    `${handler}${'/*.*/;'.repeat(900_000)}console.log(new TradingBot().onTick({price:1,symbol:"X"}))`,
  );
  const { report, printed } = await runSame(program);
  expect(printed).toBe('1');
  expect(report.ticks.started).toBe(0);
  expect(report.coverage.notSeen.map(({ why }) => why)).toEqual(['a source of over 2 MB is taken for a bundle']);
});
