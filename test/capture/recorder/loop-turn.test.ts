// The callback that runs: whether it is a delivery, and to whom.

import { AsyncResource } from 'node:async_hooks';
import { delivers, LoopTurn } from '../../../src/capture/recorder/loop-turn.js';

/** What `look` finds in a callback that begins at 7 ns. */
function inCallback<Result>(isDelivery: boolean, look: (turn: LoopTurn) => Result): Result {
  const turn = new LoopTurn();
  const resource = new AsyncResource('TCP');
  turn.callbackStarted(resource.asyncId(), isDelivery, 7 / 1e6);
  return resource.runInAsyncScope(() => look(turn));
}

it('hands what came in to the code that it calls, at its start', () => {
  expect(inCallback(true, ({ isDelivery, deliveredNanos }) => [isDelivery, deliveredNanos])).toEqual([true, 7]);
});

it('hands nothing over where nothing came in, and nothing before the first callback', () => {
  expect(inCallback(false, ({ isDelivery, deliveredNanos }) => [isDelivery, deliveredNanos])).toEqual([false, NaN]);
  expect(new LoopTurn().isDelivery).toBe(false);
});

it('hands nothing to what goes on after an await, or outside of it', async () => {
  const [turn, later] = inCallback(true, (running) => [running, Promise.resolve().then(() => running.isDelivery)]);
  expect(turn.isDelivery).toBe(false);
  expect(await later).toBe(false);
});

it.each([
  ['TCP', true],
  ['HTTPServerAsyncResource', true],
  ['Timeout', false],
  ['FSReqCallback', false],
  [undefined, false],
])('%s brings something in: %s', (className, expected) => {
  expect(delivers(className)).toBe(expected);
});
