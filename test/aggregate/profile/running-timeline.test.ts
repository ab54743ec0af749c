// What ran at a time, against a list of all changes.

import { RunningTimeline } from '../../../src/aggregate/profile/running-timeline.js';
import { RandomPlans } from '../drain/random-plans.js';

interface Change {
  readonly at: number;
  readonly operation: number;
  readonly isOnStack: boolean;
  readonly symbol: string | undefined;
}

const SYMBOLS = [undefined, 'BTC', 'ETH'];
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

function ask(timeline: RunningTimeline, at: number): unknown {
  const { isForgotten, operationId, isOnStack, symbol } = timeline.at(at);
  return { isForgotten, operationId, isOnStack, symbol };
}

it.each(SEEDS)('tells at every time what the list tells, with seed %i', (seed) => {
  const chance = new RandomPlans(seed);
  const timeline = new RunningTimeline();
  const changes: Change[] = [{ at: 0, operation: -1, isOnStack: false, symbol: undefined }];
  let at = 0;
  let asked = 0;
  for (let round = 0; round < 50; round++) {
    for (let each = chance.below(40); each >= 0; each--) {
      at += chance.below(3) * 10;
      const operation = chance.below(6) - 1;
      const symbol = operation < 0 ? undefined : chance.pick(SYMBOLS);
      changes.push({ at, operation, isOnStack: operation >= 0 && chance.below(2) === 0, symbol });
      timeline.changed(at, operation, changes.at(-1)?.isOnStack as boolean, symbol);
    }
    for (; asked <= at; asked += chance.below(25)) {
      const { operation, isOnStack, symbol } = changes.findLast((change) => change.at <= asked) as Change;
      const operationId = operation < 0 ? undefined : operation;
      expect(ask(timeline, asked)).toEqual({ isForgotten: false, operationId, isOnStack, symbol });
    }
  }
});

it('says so where it has forgotten what ran', () => {
  const timeline = new RunningTimeline();
  for (let change = 1; change <= 70_000; change++) timeline.changed(change * 10, change % 7, true, undefined);
  expect(timeline.at(30_005).isForgotten).toBe(true);
  expect(ask(timeline, 650_005)).toEqual({
    isForgotten: false,
    operationId: 65_000 % 7,
    isOnStack: true,
    symbol: undefined,
  });
});

it('takes a begin that is told late for one that follows what is known', () => {
  const timeline = new RunningTimeline();
  timeline.changed(100, 1, true, 'BTC');
  timeline.changed(60, 2, true, 'BTC');
  expect(ask(timeline, 70)).toMatchObject({ operationId: undefined });
  expect(ask(timeline, 100)).toMatchObject({ operationId: 2 });
});

it('tells 64 symbols apart, and takes the others together', () => {
  const timeline = new RunningTimeline();
  for (let each = 0; each < 70; each++) timeline.changed(each * 10, 1, true, `S${each}`);
  expect(timeline.at(635).symbol).toBe('S63');
  expect(timeline.at(695).symbol).toBe('__other__');
});
