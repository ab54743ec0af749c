// Who is blamed for waiting inside ticks, in real programs that count themselves who held the loop.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';

const STATEMENT = 'SELECT quantity FROM positions';

interface Told {
  readonly ticks: number;
  /** Of the time of the slowest ticks. */
  readonly heldShare: number;
}

async function heldBy(way: string): Promise<{ recorded: Recorded; told: Told }> {
  const recorded = await runRecorded([fixture('waits/held-loop.cjs'), way]);
  expect([recorded.code, recorded.stderr]).toEqual([0, '']);
  const told = JSON.parse(recorded.stdout) as Told;
  const ticks = recorded.report.ticks.byName.find((group) => group.name === 'TradingBot.onTrade');
  expect(ticks?.count).toBe(told.ticks);
  return { recorded, told };
}

function shareOf({ report }: Recorded, named: string): number {
  return report.ranking.find(({ name }) => name === named)?.share ?? 0;
}

/** How a report calls waiting for the function `rebalance` of a program. */
function timerIn(program: string): string {
  const file = fixture(`waits/${program}`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('function rebalance')) + 1;
  return `loop: timer rebalance (${path.relative(process.cwd(), file)}:${line})`;
}

it('a timer that holds the loop leads, and the statement that was answered meanwhile does not', async () => {
  const { recorded, told } = await heldBy('rebalance');
  const [leader] = recorded.report.ranking;
  expect(leader).toMatchObject({ kind: 'wait', name: timerIn('held-loop.cjs') });
  expect(leader?.share).toBeGreaterThan(told.heldShare - 0.2);
  expect(recorded.report.verdict.text).toContain(
    `Waiting while ${timerIn('held-loop.cjs').slice('loop: '.length)} held the event loop takes`,
  );
  expect(shareOf(recorded, STATEMENT)).toBeLessThan(shareOf(recorded, timerIn('held-loop.cjs')));
});

it('ticks of another handler that hold the loop are named, and the statement leaves their time out', async () => {
  const { recorded } = await heldBy('depth');
  expect(shareOf(recorded, 'loop: tick TradingBot.onDepth')).toBeGreaterThan(shareOf(recorded, STATEMENT));

  const operations = recorded.segments.flatMap((segment) => segment.operations);
  const row = operations.find(({ name }) => name === STATEMENT);
  expect((row?.loopNanos ?? 0) / (row?.durations.sumNanos ?? 0)).toBeGreaterThan(0.4);
  const statements = recorded.report.targets.find(({ id, scope }) => id === 'P5' && scope === 'overall');
  expect(statements?.evidence).toMatch(/more while the program held its event\s+loop/);
});

it('garbage collections lead where they make ticks slow, whichever operation they fell into', async () => {
  const recorded = await runRecorded([fixture('waits/collects.cjs')], { nodeArguments: ['--expose-gc'] });
  expect([recorded.code, recorded.stderr]).toEqual([0, '']);
  const told = JSON.parse(recorded.stdout) as { readonly ticks: number; readonly collectedShare: number };
  expect(recorded.report.ticks.count).toBe(told.ticks);
  expect(recorded.report.ranking[0]).toMatchObject({ kind: 'wait', name: 'gc' });
  // V8's pause is a part of the call.
  expect(recorded.report.ranking[0]?.share).toBeGreaterThan(told.collectedShare - 0.2);
  expect(recorded.report.verdict.text).toContain('Garbage collection takes');
});

it('a timer that makes ticks start late is named, though they take no time', async () => {
  const recorded = await runRecorded([fixture('waits/late-starts.cjs')]);
  expect([recorded.code, recorded.stderr]).toEqual([0, '']);
  const { report } = recorded;
  const { ticks } = JSON.parse(recorded.stdout) as { readonly ticks: number };
  expect(report.ticks.count).toBe(ticks);
  // By ticks and not by time: a busy machine may take the processor from anybody for longer than the timer holds the loop.
  const waits = report.operations.find(({ name }) => name === timerIn('late-starts.cjs'));
  expect(waits?.count).toBeGreaterThan(ticks / 5);
  expect(waits?.p50Nanos).toBeGreaterThan(2_000_000);
  expect(report.ranking.map(({ name }) => name)).toContain(timerIn('late-starts.cjs'));
  expect(shareOf(recorded, 'bot.onTrade')).toBeLessThan(0.05);
});
