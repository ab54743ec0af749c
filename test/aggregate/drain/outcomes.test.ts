// How calls to the outside came out stands on the operation that is running, and on no other.

import { AT_THE_END, DrawnLog, told } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

function attributesIn(draw: (log: DrawnLog) => number): unknown[] {
  const log = new DrawnLog(AT_THE_END);
  const scope = draw(log);
  log.read();
  return [...(log.drain.traces.traceOf(scope)?.notes?.attributes ?? [])];
}

it('is noted by the place of the operation in its open tick', () => {
  expect(
    attributesIn((log) => {
      const tick = log.tick(0, TICK);
      const [load, save] = [log.asyncOperation(10, LOAD, tick), log.asyncOperation(20, SAVE, tick)];
      log.cameOut(save, 429, '429');
      log.end(30, save, true);
      log.cameOut(load, 0, 'ECONNRESET');
      log.end(40, load, true);
      return tick.scope;
    }),
  ).toEqual([
    [2, { 'http.response.status_code': 429, 'error.type': '429' }],
    [1, { 'error.type': 'ECONNRESET' }],
  ]);
});

it('is nobody’s where the operation has ended, or nothing began there', () => {
  expect(
    attributesIn((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(10, LOAD, tick);
      log.end(20, load);
      log.cameOut(load, 200);
      log.cameOut({ ...load, endScope: 99 }, 200);
      return tick.scope;
    }),
  ).toEqual([]);
});

it('changes no time and no tree, in a tick, behind it and outside of any', () => {
  const draw = (isTold: boolean) => (log: DrawnLog) => {
    const tick = log.tick(0, TICK);
    const load = log.asyncOperation(10, LOAD, tick);
    const late = log.asyncOperation(15, SAVE, tick);
    if (isTold) log.cameOut(load, 200);
    log.end(30, load);
    log.end(40, tick);
    const outside = log.asyncOperation(50, LOAD);
    if (isTold) log.cameOut(late, 500, '500');
    log.end(60, late, true);
    if (isTold) log.cameOut(outside, 204);
    log.end(70, outside);
  };
  const { leaving: _, ...without } = told(draw(false));
  expect(told(draw(true))).toMatchObject(without);
});
