// Which operation runs from when on, as the drain tells it from begins and ends.

import { NO_CALLBACK, SAME_CALLBACK_NUMBER } from '../../../src/model/log/loop-records.js';
import { AT_THE_END, DrawnLog } from './drawn-log.js';

const TICK = 7;
const INNER = 9;
const LOAD = 3;
const EMA = 5;
const OWNER = 2;

/** @returns lines as `10 3! BTC`: from 10 on operation 3 runs, which is on the stack, in a tick of BTC */
function runs(draw: (log: DrawnLog) => void): string[] {
  const log = new DrawnLog(AT_THE_END);
  log.log.innerOperations.set(TICK, { id: INNER });
  const lines: string[] = [];
  log.drain.noteWhatRuns({
    changed: (at, operation, isOnStack, symbol) =>
      void lines.push(`${at} ${operation < 0 ? '-' : `${operation}${isOnStack ? '!' : ''}`} ${symbol ?? ''}`.trim()),
  });
  draw(log);
  log.read();
  return lines;
}

it('follows calls as they nest', () => {
  expect(
    runs((log) => {
      const tick = log.tick(0, TICK, undefined, 'BTC');
      const ema = log.operation(10, EMA, tick);
      const load = log.operation(20, LOAD, tick);
      log.end(30, load);
      log.end(40, ema);
      log.end(50, tick);
    }),
  ).toEqual(['0 7! BTC', '10 5! BTC', '20 3! BTC', '30 5! BTC', '40 7! BTC', '50 -']);
});

it('knows that an operation with a scope of its own need not be on the stack, and goes on with what is around it', () => {
  expect(
    runs((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      const ema = log.operation(20, EMA, load);
      log.end(30, ema);
      log.end(40, load);
      log.returns(50, tick);
      log.callback(60, OWNER, 1, 0, tick);
      log.end(70, tick);
      log.callback(80, OWNER, 2, 0);
    }),
  ).toEqual(['0 7!', '10 3', '20 5!', '30 3', '40 7!', '50 -', '60 7', '70 -', '80 -']);
});

it('takes a callback for what its context is of, and none where the loop was only looked at', () => {
  expect(
    runs((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      log.returns(20, tick);
      log.callback(30, NO_CALLBACK, 1, 0, load);
      log.callback(40, SAME_CALLBACK_NUMBER, 1, 0, load);
      log.callback(50, OWNER, 2, 0);
      log.isTickscopeCallback(60);
    }),
  ).toEqual(['0 7!', '10 3', '20 -', '40 3', '50 -', '60 -']);
});

it('calls a tick inside a tick by its other name, and comes back to that around it', () => {
  expect(
    runs((log) => {
      const outer = log.tick(0, 8, undefined, 'ETH');
      const inner = log.tick(10, TICK, outer, 'ETH');
      log.end(20, inner);
      log.end(30, outer);
    }),
  ).toEqual(['0 8! ETH', '10 9 ETH', '20 8! ETH', '30 -']);
});

it('leaves out what does not count, and trees outside ticks have no symbol', () => {
  expect(
    runs((log) => {
      const tree = log.operation(0, LOAD);
      const inner = log.inner(10, EMA, tree);
      log.end(20, inner);
      const gone = log.leaves(30, tree);
      log.end(40, gone);
    }),
  ).toEqual(['0 3!', '10 3!', '20 3!', '30 -', '40 -']);
});
