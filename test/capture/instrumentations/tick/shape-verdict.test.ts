// When a function's arguments are looked at, and when no more.

import type { LossId } from '../../../../src/model/losses.js';
import type { Nanoseconds } from '../../../../src/model/units.js';
import { isTickShaped, type TickShape } from '../../../../src/capture/instrumentations/tick/shape/tick-shape.js';
import { ShapeVerdict } from '../../../../src/capture/instrumentations/tick/shape/shape-verdict.js';

let nanos = 0;
jest.mock('../../../../src/capture/recorder/clock.js', () => ({ now: (): Nanoseconds => nanos as Nanoseconds }));

const TRADE = [{ symbol: 'X', price: 1 }];
const HEARTBEAT = [{ type: 'heartbeat', time: 1 }];

let lost: { id: LossId; calls: number | undefined }[];
let verdict: ShapeVerdict;
let looked: number;
beforeEach(() => {
  nanos = 0;
  lost = [];
  looked = 0;
  const isTick: TickShape = (args) => {
    looked++;
    return isTickShaped(args);
  };
  const hasPrice: TickShape = ([event]) => (event as { price?: number }).price !== undefined;
  verdict = new ShapeVerdict(isTick, hasPrice, { add: (id, calls) => lost.push({ id, calls }) });
});

const ask = (args: readonly unknown[], times: number, nanosApart = 0): number => {
  let ticks = 0;
  for (let call = 0; call < times; call++) {
    nanos += nanosApart;
    if (verdict.isTick(args)) ticks++;
  }
  return ticks;
};

it('looks only for the price after 64 that had the shape, and at all of a call that has none there', () => {
  expect(ask(TRADE, 1_000)).toBe(1_000);
  expect(looked).toBe(64);
  expect(ask(HEARTBEAT, 1)).toBe(0);
  expect(ask([{ symbol: 'X', bid: 1, ask: 2 }], 1)).toBe(1);
});

it('never decides where calls of both kinds came', () => {
  expect(ask(HEARTBEAT, 1)).toBe(0);
  expect(ask(TRADE, 1_000)).toBe(1_000);
  expect(ask(HEARTBEAT, 10_000) + ask(TRADE, 5)).toBe(5);
  expect(lost).toEqual([]);
});

it('finds the first trade after a weekend of a heartbeat each second', () => {
  expect(ask(HEARTBEAT, 200_000, 1e9)).toBe(0);
  expect(ask(TRADE, 10)).toBe(10);
  expect(lost).toEqual([]);
});

it('refuses what is no object for ever, at no cost', () => {
  expect(ask([16.6], 100_000) + ask([], 100_000)).toBe(0);
  expect(ask(TRADE, 10)).toBe(10);
});

it('passes over most calls of a function that gets other objects at a high rate, and says how many when it was wrong', () => {
  expect(ask(HEARTBEAT, 100_000, 1_000)).toBe(0);
  const found = ask(TRADE, 10_000, 1_000);
  expect(found).toBeGreaterThan(5_000);
  expect(ask(TRADE, 1_000, 1_000)).toBe(1_000);
  expect(lost.map(({ id }) => id)).toEqual(['calls_not_inspected']);
  expect(lost[0]?.calls).toBeGreaterThanOrEqual(10_000 - found);
});
