// How long a program that has come to its end waits: no longer than it was told to, and half a second where nothing answers.

const waits: number[] = [];
let fire: (() => void) | undefined;
let exit: (() => boolean) | undefined;

jest.mock('../../src/primordials.js', () => ({
  startTimeout: (run: () => void, millis: number) => {
    waits.push(millis);
    fire = run;
    return { ref: () => 'timer' };
  },
  stopTimeout: () => void (fire = undefined),
}));
jest.mock('../../src/process-events.js', () => ({
  beforeProcessEvent: (_event: string, observe: () => boolean) => void (exit = observe),
}));

import { flushBeforeExit } from '../../src/export/flush-before-exit.js';

/** @returns how long it waits, wait after wait, where it is never done */
function waitsFor(limitMillis: number, answers: () => boolean): number[] {
  waits.length = 0;
  flushBeforeExit(
    { isPending: () => true, send: () => new Promise(() => {}), answers },
    { limitMillis, silenceMillis: 500 },
  );
  expect(exit?.()).toBe(true);
  while (fire !== undefined) {
    const next = fire;
    fire = undefined;
    next();
  }
  // It is held back once.
  expect(exit?.()).toBe(false);
  return [...waits];
}

it('waits for half a second where nothing answers', () => {
  expect(waitsFor(2_000, () => false)).toEqual([500]);
});

it('waits up to the limit for a collector that is slow', () => {
  expect(waitsFor(1_800, () => true)).toEqual([500, 500, 500, 300]);
});

it('gives up where it begins to fail', () => {
  let left = 2;
  expect(waitsFor(10_000, () => left-- > 0)).toEqual([500, 500, 500]);
});

it('waits no longer than the limit', () => {
  expect(waitsFor(100, () => false)).toEqual([100]);
});

it('ends at once when all was sent', async () => {
  flushBeforeExit(
    { isPending: () => true, send: async () => {}, answers: () => true },
    { limitMillis: 2_000, silenceMillis: 500 },
  );
  exit?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(fire).toBeUndefined();
});
