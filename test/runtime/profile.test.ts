// Programs whose processor is sampled: the functions below the handlers come out by name, and nothing else changes.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import type { ReportProfile, ReportProfileRow } from '../../src/model/report/profile-report.js';
import {
  fixture,
  REGISTER,
  runBare,
  type RunOptions,
  runRecorded,
  withoutTickscopeLines,
} from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROFILED: RunOptions = { environment: { TICKSCOPE_PROFILE: 'true' } };

function rowOf(profile: ReportProfile, scope: ReportProfileRow['scope'], name: string): ReportProfileRow {
  const row = profile.rows.find((each) => each.scope === scope && each.name === name);
  if (row === undefined) throw new Error(`no row of ${scope} ${name}: ${JSON.stringify(profile.rows)}`);
  return row;
}

it('names the functions below a handler, by the shares that the program measured itself', async () => {
  const { stdout, report } = await runRecorded([fixture('runtime/profiled.js')], PROFILED);
  const { ticks, spent } = JSON.parse(stdout) as { ticks: number; spent: Record<string, number> };
  const profile = report.profile as ReportProfile;
  expect(report.ticks.count).toBe(ticks);
  const row = rowOf(profile, 'operation', 'Bot.onTick');
  expect(row.kind).toBe('tick');
  // Sampled every 20 ms for six seconds; a busy machine takes fewer.
  expect(row.samples).toBeGreaterThan(80);
  const whole = Object.values(spent).reduce((sum, millis) => sum + millis, 0);
  const truth = Object.fromEntries(Object.entries(spent).map(([name, millis]) => [name, millis / whole]));
  const shareOf = (...names: readonly string[]): number =>
    row.frames.reduce((sum, { name, share }) => sum + (names.includes(name) ? share : 0), 0);
  const found: Record<string, number> = {
    score: shareOf('score'),
    // What it sorts with is a function of its own.
    normalise: shareOf('normalise', '(anonymous)'),
    settle: shareOf('settleAll'),
    compare: shareOf('compare'),
  };
  for (const [name, share] of Object.entries(found)) {
    const expected = truth[name] as number;
    const deviation = Math.sqrt((expected * (1 - expected)) / row.samples);
    expect(Math.abs(share - expected)).toBeLessThan(4 * deviation + 0.03);
  }
  const frameOf = (name: string): unknown => row.frames.find((frame) => frame.name === name);
  expect(frameOf('score')).toMatchObject({ location: 'test/fixtures/runtime/profiled.js:17' });
  expect(frameOf('compare')).toMatchObject({ location: 'test/fixtures/runtime/profiled.js:32', within: 'lodash' });
  const symbols = ['BTC/USDT', 'ETH/USDT'].map((symbol) => rowOf(profile, 'symbol', symbol).samples);
  const bySymbol = symbols[0]! + symbols[1]!;
  // A handler is on the stack before and after it is a tick.
  expect(bySymbol).toBeLessThanOrEqual(row.samples);
  expect(bySymbol).toBeGreaterThan(0.9 * row.samples);
});

it('does not take for work what the loop waits between two samples, each of which interrupts it', async () => {
  const { stdout, report, segments } = await runRecorded([fixture('runtime/quiet-feed.js')], PROFILED);
  const { trades } = JSON.parse(stdout) as { trades: number };
  expect(report.ticks.count).toBe(trades);
  const samples = segments.flatMap((segment) => segment.samples);
  const sumOf = (key: 'elapsedNanos' | 'loopActiveNanos'): number => samples.reduce((sum, each) => sum + each[key], 0);
  // It starts, handles 15 trades and ends: more than half would be work if a wait began anew at each signal, as it does for libuv.
  expect(sumOf('loopActiveNanos') / sumOf('elapsedNanos')).toBeLessThan(0.3);
});

it('leaves a program that is not to be sampled alone', async () => {
  const { report } = await runRecorded(['-e', 'process.exitCode = 3']);
  expect(report.profile).toBeUndefined();
});

it.each([
  ['an exit in the middle', 'setTimeout(() => { console.log(1); process.exit(7); }, 30)'],
  ['an error that nobody catches', 'setTimeout(() => { throw new TypeError("lost") }, 30)'],
  ['a rejection that nobody handles', 'Promise.reject(new Error("lost"))'],
  ['a signal to itself', 'setTimeout(() => process.kill(process.pid, "SIGTERM"), 30)'],
  ['nothing to do', ''],
])('keeps the end of a program: %s', async (_name, program) => {
  const bare = await runBare(['-e', program]);
  const recorded = await runBare(['-e', program], {
    nodeArguments: ['--require', REGISTER],
    environment: { ...PROFILED.environment, TICKSCOPE_DIR: temporaryFolder() },
  });
  const { stdout, code, signal } = recorded;
  const plain = (text: string): string => text.replaceAll(/\(node:\d+\)/g, '(node)');
  expect({ stdout, code, signal, stderr: plain(withoutTickscopeLines(recorded.stderr)) }).toEqual({
    ...bare,
    stderr: plain(bare.stderr),
  });
  expect(recorded.stderr).not.toMatch(/^tickscope: /m);
});

it('stands aside where somebody else profiles the program', async () => {
  const { stderr, report } = await runRecorded(['-e', ''], {
    ...PROFILED,
    nodeArguments: ['--cpu-prof', '--cpu-prof-dir', '/dev/null/nowhere'],
  });
  expect(stderr).toContain('tickscope: the processor is not sampled: the program is profiled by --cpu-prof.');
  expect(report.profile).toBeUndefined();
});

it('reads names that Node.js writes as they are: of regular expressions, and of files with quotes', async () => {
  const program = `
    const { runInThisContext } = require('node:vm');
    const work = runInThisContext('(() => { while (!/(a+)+\\\\d"$/.test("aaaaaaaaaaaaaaaaa") && performance.now() < until); })', {
      filename: '/bots/"new" \\\\ bot.js',
    });
    globalThis.until = performance.now() + 1500;
    work();`;
  const { stderr, report } = await runRecorded(['-e', program], PROFILED);
  expect(stderr).toBe('');
  const { frames } = rowOf(report.profile as ReportProfile, 'outside', '');
  expect(frames[0]).toMatchObject({ location: '"new" \\ bot.js:1' });
});

it('finds measured functions, and those below, where the author of a compiled program wrote them', async () => {
  const folder = temporaryFolder();
  const written = readFileSync(fixture('runtime/profiled.js'), 'utf8').replace('6_000', '2_500');
  const { code, map } = transformSync(written, { sourcemap: 'external', sourcefile: '../src/bot.ts', format: 'cjs' });
  mkdirSync(path.join(folder, 'dist'));
  // What stands in front moves every line.
  const moved = JSON.parse(map) as { mappings: string };
  writeFileSync(path.join(folder, 'dist/bot.js'), `${'\n'.repeat(50)}${code}//# sourceMappingURL=bot.js.map\n`);
  writeFileSync(
    path.join(folder, 'dist/bot.js.map'),
    JSON.stringify({ ...moved, mappings: ';'.repeat(50) + moved.mappings }),
  );
  const { report } = await runRecorded([path.join(folder, 'dist/bot.js')], {
    cwd: folder,
    environment: { ...PROFILED.environment, NODE_PATH: path.join(__dirname, '../../node_modules') },
  });
  expect(report.operations.find(({ name }) => name === 'Bot.onTick')?.location).toBe('src/bot.ts:48');
  const { frames } = rowOf(report.profile as ReportProfile, 'operation', 'Bot.onTick');
  expect(frames.find(({ name }) => name === 'score')?.location).toBe('src/bot.ts:17');
  expect(frames.find(({ name }) => name === 'settleAll')?.location).toBe('src/bot.ts:41');
});
