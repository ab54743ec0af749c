// Which operation runs from when on, as the drain tells it from begins and ends.

import { NO_CALLBACK, SAME_CALLBACK_NUMBER } from '../../../src/model/log/loop-records.js';
import { RunningTimeline } from '../../../src/aggregate/profile/running-timeline.js';
import { AT_THE_END, type Drawn, DrawnLog } from './drawn-log.js';
import { RandomPlans } from './random-plans.js';

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
    wantedNanos: -Infinity,
    wantFrom: () => undefined,
    changed: (at, operation, isOnStack, symbol) => {
      const line = `${at} ${operation < 0 ? '-' : `${operation}${isOnStack ? '!' : ''}`} ${symbol ?? ''}`.trim();
      // Told again at a record that changes nothing.
      if (lines.at(-1) !== line) lines.push(line);
    },
  });
  draw(log);
  log.read();
  log.drain.noteLast();
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

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

/** Draws a random log, and reads it now and then. @param beforeReading called before each time, with the time until when it is drawn */
function drawRandomly(seed: number, timeline: RunningTimeline, beforeReading: (until: number) => void): void {
  const chance = new RandomPlans(seed);
  const log = new DrawnLog(AT_THE_END);
  log.drain.noteWhatRuns(timeline);
  const open: Drawn[] = [];
  let at = 100;
  for (let record = 0; record < 2_000; record++) {
    at += 1 + chance.below(20);
    const around = open.length === 0 || chance.below(6) === 0 ? undefined : chance.pick(open);
    const what = chance.below(10);
    if (what < 2) open.push(log.tick(at, TICK, around, chance.pick(['BTC', 'ETH'])));
    else if (what < 4) open.push(log.operation(at, EMA, around));
    else if (what < 5) open.push(log.asyncOperation(at, LOAD, around));
    else if (what < 6) log.callback(at, chance.pick([OWNER, NO_CALLBACK, SAME_CALLBACK_NUMBER]), at, 0, around);
    else if (what < 7 && around !== undefined && !around.isSynchronous) log.returns(at, around);
    else if (what < 8) log.collected(0, at - 1, at);
    else if (open.length > 0) log.end(at, open.splice(chance.below(open.length), 1)[0] as Drawn);
    if (chance.below(40) > 0) continue;
    beforeReading(at);
    log.read();
  }
  beforeReading(at);
  log.read();
  log.drain.noteLast();
}

it.each(SEEDS)('tells the same of samples that are known before the log is read, with seed %i', (seed) => {
  const chance = new RandomPlans(1_000 + seed);
  const samples: number[] = [];
  for (let at = 50; at < 20_000; at += 1 + chance.below(300)) samples.push(at);
  const close = new RunningTimeline();
  drawRandomly(seed, close, () => undefined);
  const seldom = new RunningTimeline();
  let told = 0;
  let known = 0;
  const changed = jest.spyOn(seldom, 'changed');
  drawRandomly(seed, seldom, (until) => {
    // Now and then the samples are not taken over in time.
    if (chance.below(3) === 0) return;
    while (known < samples.length && (samples[known] as number) <= until) known++;
    seldom.sampled(Float64Array.from(samples.slice(told, known)));
    told = known;
  });
  seldom.sampled(Float64Array.from(samples.slice(told)));
  for (const at of samples) expect({ at, ...seldom.at(at) }).toEqual({ at, ...close.at(at) });
  expect(changed.mock.calls.length).toBeLessThan(1_500);
});
