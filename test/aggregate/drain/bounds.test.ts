// What the drain holds at most, with limits that a test reaches.

import type * as Limits from '../../../src/model/limits.js';
import { told } from './drawn-log.js';

jest.mock('../../../src/model/limits.js', () => ({
  ...jest.requireActual<typeof Limits>('../../../src/model/limits.js'),
  LATE_OPERATIONS: 3,
  OPEN_TICK_TREES: 2,
  OPERATIONS_PER_TICK: 64,
}));

const TICK = 7;
const LOAD = 3;
const SAVE = 4;
const EMA = 5;

it('follows so many operations that outlive their tick: the oldest beyond them have no end', () => {
  const { lines, lost, unmatched } = told((log) => {
    const tick = log.tick(0, TICK);
    const late = Array.from({ length: 5 }, (_, number) => log.asyncOperation(number, LOAD, tick));
    log.end(10, tick);
    // What runs in one of them is given up with it.
    log.operation(11, EMA, late[2]);
    log.asyncOperation(12, SAVE, tick);
    for (const [number, operation] of late.entries()) log.end(20 + number, operation);
  });
  const followed = lines.filter((line) => line.startsWith('operation'));
  expect(lost).toEqual(Array(3).fill('operations_beyond_late'));
  expect(followed).toHaveLength(2);
  expect(followed.every((line) => line.endsWith('took 20, late'))).toBe(true);
  expect(unmatched).toBe(3);
});

it('goes on to follow others when some have ended', () => {
  const { lost } = told((log) => {
    for (let number = 0; number < 20; number++) {
      const tick = log.tick(0, TICK);
      const late = [LOAD, SAVE, EMA].map((id) => log.asyncOperation(1, id, tick));
      log.end(2, tick);
      for (const operation of late) log.end(3, operation);
    }
  });
  expect(lost).toEqual([]);
});

it('gives none up for others that have ended meanwhile', () => {
  const { lines, lost } = told((log) => {
    const first = log.tick(0, TICK);
    const long = log.asyncOperation(1, LOAD, first);
    log.end(2, first);
    for (let number = 0; number < 20; number++) {
      const tick = log.tick(3, TICK);
      const late = log.asyncOperation(4, SAVE, tick);
      log.end(5, tick);
      log.end(6, late);
    }
    log.end(101, long);
  });
  expect(lost).toEqual([]);
  expect(lines.at(-1)).toBe('operation 3 took 100, late');
});

it('has trees for so many open ticks, and measures others without', () => {
  const { closed, lines, lost } = told((log) => {
    const ticks = [1, 2, 3].map((at) => log.tick(at, TICK));
    for (const tick of ticks) log.end(20, log.operation(10, LOAD, tick));
    for (const tick of ticks) log.end(30, tick);
    const next = log.tick(40, TICK);
    log.end(60, log.operation(50, LOAD, next));
    log.end(70, next);
  });
  expect(closed.map(({ operationIds }) => operationIds)).toEqual([[TICK, LOAD], [TICK, LOAD], [TICK], [TICK, LOAD]]);
  expect(lines.filter((line) => line === 'operation 3 took 10')).toHaveLength(4);
  expect(lost).toEqual(['ticks_beyond_trees', 'operations_beyond_tree']);
});

it('puts what begins in an operation without a place under what is around it', () => {
  const { closed, lost } = told((log) => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(1, LOAD, tick);
    for (let number = 0; number < 62; number++) log.end(3, log.operation(2, EMA, load));
    const beyond = log.asyncOperation(4, SAVE, load);
    const inner = log.tick(5, TICK, beyond);
    log.read();
    // A span in it is the one of what is around it.
    expect([beyond, inner].map(({ scope }) => log.drain.traces.placeOf(scope)?.position)).toEqual([1, 1]);
    log.end(6, log.operation(5, EMA, inner));
    log.end(7, inner);
    log.end(8, beyond);
    log.end(9, load);
    log.end(10, tick);
  });
  expect(closed[0]?.operationIds).toHaveLength(64);
  expect(closed[0]?.endNanos.slice(0, 2)).toEqual([10, 9]);
  expect(lost).toEqual(Array(3).fill('operations_beyond_tree'));
});
