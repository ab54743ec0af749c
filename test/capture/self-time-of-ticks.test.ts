// A tick's own time is told apart: the program's synchronous code, and waiting for what nobody traced.

import type { Report } from '../../src/model/report/report.js';
import { fixture, runRecorded } from '../support/programs.js';

it('splits a tick’s own time into work and waiting', async () => {
  const clock = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/own-clock.cjs'))}` };
  const { report } = await runRecorded([fixture('capture/waits-and-works.js')], { environment: clock });
  const onPath = report.operations.map(({ kind, name, criticalPathNanos }) => [kind, name, criticalPathNanos / 1e6]);
  expect(onPath).toEqual([
    ['tick', 'TradingBot.onTick', 30 + 40 + 20],
    ['untraced', 'TradingBot.onTick at test/fixtures/capture/waits-and-works.js:9', 80],
  ]);
  expect(report.ticks.maxNanos / 1e6).toBe(170);
});

it('does so where a loop takes the events', async () => {
  const clock = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/own-clock.cjs'))}` };
  const file = 'test/fixtures/capture/loop-waits-and-works.cjs';
  const { report } = await runRecorded([fixture('capture/loop-waits-and-works.cjs')], { environment: clock });
  expect(onPathOf(report)).toEqual({
    'tick for await (trade of tradeFeed())': 30 + 40,
    'tick watchTicker': 10 + 20,
    [`untraced for await (trade of tradeFeed()) at ${file}:15`]: 80,
    [`untraced watchTicker at ${file}:22`]: 60,
  });
});

it('does so in a store whose driver nobody knows', async () => {
  const clock = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('capture/own-clock.cjs'))}` };
  const file = 'test/fixtures/capture/store-waits-and-works.cjs';
  const { report } = await runRecorded([fixture('capture/store-waits-and-works.cjs')], { environment: clock });
  expect(onPathOf(report)).toEqual({
    'database FillRepository.findFills': 5,
    'database FillRepository.saveFill': 10 + 20,
    'tick TradingBot.onTick': 30,
    'untraced FillRepository.findFills': 40,
    [`untraced FillRepository.saveFill at ${file}:9`]: 90,
  });
});

/** Milliseconds by kind and name. */
function onPathOf({ operations }: Report): Record<string, number> {
  return Object.fromEntries(
    operations.map(({ kind, name, criticalPathNanos }) => [`${kind} ${name}`, criticalPathNanos / 1e6]),
  );
}
