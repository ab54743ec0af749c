// What else the drain tells: who leaves work behind, what turns out later, the event loop, and what did not fit.

import { EventLog } from '../../../src/model/log/event-log.js';
import { LAST_POSITION, NUMBER_MASK } from '../../../src/model/log/log-layout.js';
import { SAME_CALLBACK_NUMBER } from '../../../src/model/log/loop-records.js';
import { GC_KINDS } from '../../../src/model/record/runtime-rows.js';
import { FLAG_FAILED } from '../../../src/model/tick-trace.js';
import { LogDrain } from '../../../src/aggregate/drain/log-drain.js';
import { RecordedCalls } from '../../capture/recorder/recorded-calls.js';
import { AT_THE_END, DrawnLog, told } from './drawn-log.js';

const TICK = 7;
const OTHER_TICK = 8;
const LOAD = 3;
const QUERY = 4;
const SAVE = 4;
const EMA = 5;

describe('a handler that leaves work behind', () => {
  it('is known where an operation begins in its scope after it has returned, or its tick has closed', () => {
    const { leaving } = told((log) => {
      const goingOn = log.tick(0, TICK);
      log.returns(10, goingOn);
      log.end(30, log.operation(20, LOAD, goingOn));
      log.end(40, goingOn);
      const closed = log.tick(50, OTHER_TICK);
      log.end(60, closed);
      log.end(80, log.asyncOperation(70, LOAD, closed));
    });
    expect(leaving).toEqual([TICK, OTHER_TICK]);
  });

  it('is not the one whose operations begin before, or in operations that have scopes of their own', () => {
    const { leaving } = told((log) => {
      const tick = log.tick(0, TICK);
      const load = log.asyncOperation(5, LOAD, tick);
      const save = log.operation(8, SAVE, tick);
      log.returns(10, tick);
      log.end(12, save);
      log.end(30, log.operation(20, EMA, load));
      log.end(40, tick);
      log.end(60, log.operation(50, EMA, load));
      const tree = log.asyncOperation(70, SAVE);
      log.returns(80, tree);
      log.end(90, log.operation(85, EMA, tree));
      log.end(95, tree);
    });
    expect(leaving).toEqual([]);
  });
});

describe('a call that turns out to have failed', () => {
  const open = (): { log: DrawnLog; lines: string[] } => {
    const log = new DrawnLog(AT_THE_END);
    log.log.innerOperations.set(OTHER_TICK, { id: EMA });
    return { log, lines: log.calls.lines };
  };

  it('fails its open tick with it, and marks an operation in it', () => {
    const { log, lines } = open();
    const tick = log.tick(0, TICK);
    const load = log.operation(10, LOAD, tick);
    log.end(20, load);
    log.read();
    log.drain.turnedOutFailed(tick.begin, TICK, true, 'BTC');
    log.drain.turnedOutFailed(load.begin, LOAD, false, undefined);
    log.end(30, tick);
    log.read();
    expect(lines).toEqual(['tick 7 starts', 'operation 3 took 10', 'operation 3 has failed', 'tick 7 closed, failed']);
    expect(log.calls.closed).toMatchObject([{ flags: [FLAG_FAILED, FLAG_FAILED] }]);
  });

  it('is told of where its tick has closed: as the tick, or as an operation', () => {
    const { log, lines } = open();
    const tick = log.tick(0, TICK);
    const load = log.operation(10, LOAD, tick);
    log.end(20, load);
    const inner = log.tick(30, OTHER_TICK, tick);
    log.end(40, inner);
    log.end(50, tick);
    const tree = log.operation(60, SAVE);
    log.end(70, tree);
    log.read();
    lines.length = 0;
    log.drain.turnedOutFailed(tick.begin, TICK, true, 'BTC');
    log.drain.turnedOutFailed(load.begin, LOAD, false, undefined);
    log.drain.turnedOutFailed(inner.begin, OTHER_TICK, true, 'BTC');
    log.drain.turnedOutFailed(tree.begin, SAVE, false, undefined);
    expect(lines).toEqual([
      'tick 7 has failed for BTC',
      'operation 3 has failed',
      'operation 5 has failed',
      'operation 4 has failed',
    ]);
  });

  it('was a tick, if one began there, for as long as the log remembers', () => {
    const { log, lines } = open();
    // Three records each.
    const ticks = Array.from({ length: AT_THE_END.records / 3 + 1 }, (_, at) => {
      const tick = log.tick(at, TICK);
      log.end(at, tick);
      return tick;
    });
    log.read();
    lines.length = 0;
    for (const { begin } of [ticks.at(-1)!, ticks[1]!, ticks[0]!])
      log.drain.turnedOutFailed(begin, TICK, true, undefined);
    expect(lines).toEqual(['tick 7 has failed', 'tick 7 has failed', 'operation 7 has failed']);
  });
});

describe('the event loop', () => {
  it('is told of in the order in which things happened, between ticks and operations', () => {
    const { lines } = told((log) => {
      log.callback(0, 9, 12.5, 4);
      log.collected(1, 2, 5);
      const tick = log.tick(10, TICK);
      log.slowCall(3_000_000, 'feed.js:9');
      log.callback(20, SAME_CALLBACK_NUMBER, 12.5, 0, tick);
      log.tickscopeWork(30, 35);
      log.end(40, tick);
      log.callback(50, 11, 13, 0, tick);
      log.isTickscopeCallback(60);
    });
    expect(lines).toEqual([
      'callback of 9 at 0, waited 12.5, round 4',
      `${GC_KINDS[1]} collection from 2 to 5`,
      'tick 7 starts',
      'feed.js:9 took 3000000',
      `callback of ${SAME_CALLBACK_NUMBER} at 20, waited 12.5, round 0, in trace 1`,
      'Tickscope worked from 30 to 35',
      'tick 7 closed',
      'callback of 11 at 50, waited 13, round 0',
      'the callback is Tickscope’s',
    ]);
  });

  it('is passed over where nobody watches it', () => {
    const log = new EventLog(64);
    const calls = new RecordedCalls();
    const drawn = new DrawnLog(AT_THE_END);
    drawn.callback(0, 9, 1, 1);
    drawn.slowCall(5, 'feed.js:9');
    drawn.collected(0, 1, 2);
    drawn.tickscopeWork(1, 2);
    drawn.isTickscopeCallback(3);
    drawn.end(9, drawn.operation(4, LOAD));
    const drain = new LogDrain(log, calls, () => 'id', undefined);
    for (let position = 1; position < drawn.log.position; position++) {
      log.append(drawn.log.times[position * 2] as number, drawn.log.codeAt(position), drawn.log.scopeAt(position));
    }
    expect(drain.run()).toBe(false);
    expect(calls.lines).toEqual(['operation 3 took 5, outside', 'tree 3 closed']);
  });
});

describe('the connection of an event', () => {
  const LINE = 65;

  /** @returns where the tick of a callback is said to come from, which begins when an operation has ended there */
  function connectionAfter(operation: number): readonly number[] {
    const log = new DrawnLog(AT_THE_END);
    log.calls.statements.add(QUERY);
    const asked = log.asyncOperation(0, operation);
    log.callback(10, 9, 0, 1, undefined, LINE);
    log.end(11, log.tick(10, TICK));
    log.callback(20, 9, 0, 2, undefined, LINE);
    log.end(21, asked);
    log.end(23, log.tick(22, TICK));
    log.callback(30, 9, 0, 3, undefined, LINE);
    log.end(31, log.tick(30, TICK));
    log.read();
    return log.calls.came.map(({ connection }) => connection);
  }

  it('is that whose callback runs', () => {
    expect(connectionAfter(LOAD)).toEqual([LINE, LINE, LINE]);
  });

  it('is none where the answer to a statement goes before it', () => {
    expect(connectionAfter(QUERY)).toEqual([LINE, 0, LINE]);
  });
});

describe('the drain', () => {
  it('reads as many records as it is told, and says whether there are more', () => {
    const log = new DrawnLog(AT_THE_END);
    log.end(10, log.operation(0, LOAD));
    const { drain } = log;
    expect([drain.waiting, drain.run(1), drain.waiting, drain.run(1), drain.waiting, drain.run()]).toEqual([
      2,
      true,
      1,
      false,
      0,
      false,
    ]);
  });

  it('reads nothing while it is reading', () => {
    const log = new DrawnLog(AT_THE_END);
    const results: boolean[] = [];
    log.calls.onClosed = () => void results.push(log.drain.run());
    for (const at of [0, 10]) log.end(at + 5, log.operation(at, LOAD));
    log.read();
    expect(results).toEqual([false, false]);
    expect(log.calls.closed).toHaveLength(2);
  });

  it('forgets the numbers of texts when there is no more room for them, once all is read', () => {
    const log = new DrawnLog(AT_THE_END);
    const symbols: (string | undefined)[] = [];
    log.calls.onClosed = ({ symbol }) => void symbols.push(symbol);
    for (let number = 1; number <= NUMBER_MASK; number++) {
      log.end(number, log.tick(number, TICK, undefined, `S${number}`));
    }
    const { texts } = log.log;
    log.drain.run(100);
    expect(texts.isFull).toBe(true);
    log.drain.run();
    expect(texts.isFull).toBe(false);
    log.end(1, log.tick(0, TICK, undefined, 'BTC'));
    log.drain.run();
    expect([symbols.length, symbols[0], symbols[8_190], symbols[8_191]]).toEqual([8_192, 'S1', 'S8191', 'BTC']);
  });

  it('forgets the span that a tick-shaped call began in, tick or not', () => {
    const log = new DrawnLog(AT_THE_END);
    const parent = { traceId: 'theirs', spanId: 's', traceFlags: 1, isRemote: true };
    const tick = log.tick(0, TICK);
    const inner = log.tick(10, TICK, tick);
    for (const { begin } of [tick, inner]) log.log.parentSpans.set(begin, parent);
    log.read();
    expect(log.drain.traces.traceOf(tick.scope)?.parentSpan).toBe(parent);
    expect(log.log.parentSpans.size).toBe(0);
  });

  it('goes on with the records that are left where the ring overran it, and counts those that are not', () => {
    const { calls, told: lines } = overrun(1);
    expect(lines).toEqual([4, 5, 6].map((id) => `operation ${id} took 5, outside`));
    expect(calls.lost).toEqual(Array(5).fill('records_beyond_log'));
  });

  it.each([7, 3])('goes on where the ring overran it behind the last position: from %i before that', (before) => {
    const { told: lines, unmatched } = overrun(LAST_POSITION - before);
    expect(lines).toEqual([4, 5, 6].slice(-lines.length).map((id) => `operation ${id} took 5, outside`));
    // One place of the ring stays empty there.
    expect(lines.length * 2 + unmatched).toBeGreaterThanOrEqual(6);
  });
});

/**
 * Six trees in a ring of eight places, read when all have been written. The place after the last one may be written next, so that seven
 * are left: an end, and three trees.
 */
function overrun(position: number): { calls: RecordedCalls; told: string[]; unmatched: number } {
  const log = new DrawnLog({ ...AT_THE_END, records: 8, position });
  for (let number = 1; number <= 6; number++) log.end(number * 10, log.operation(number * 10 - 5, number));
  log.read();
  const { calls, drain } = log;
  const operations = calls.lines.filter((line) => line.startsWith('operation'));
  return { calls, told: operations, unmatched: drain.traces.unmatched };
}
