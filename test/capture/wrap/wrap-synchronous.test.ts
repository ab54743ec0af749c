// The wrapper of a synchronous function, on a virtual clock.

import type { InputObserver } from '../../../src/capture/rules/input-observer.js';
import type { Recorder } from '../../../src/capture/recorder/recorder.js';
import { Operation } from '../../../src/capture/wrap/operation.js';
import { ReentryGuard } from '../../../src/capture/wrap/reentry-guard.js';
import { wrapSynchronous } from '../../../src/capture/wrap/wrap-synchronous.js';
import { NameTable } from '../../../src/model/name-table.js';
import { FLAG_FAILED, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { clock } from '../../support/virtual-clock.js';
import type { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { RecordedLog } from '../recorder/recorded-log.js';
import { returnedPromises } from './returned-promises.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 100;
let log: RecordedLog;
let recorder: Recorder;
let names: NameTable;
let guard: ReentryGuard;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
  ({ recorder } = log);
  names = new NameTable();
  guard = new ReentryGuard();
});

const operation = (name: string): Operation => new Operation(names, 'indicator', name);

/** Runs `body` inside a tick of its own, which closes with it. */
function inTick<Result>(body: (tick: RecordedCall) => Result): Result {
  const tick = log.tick(TICK);
  try {
    return body(tick);
  } finally {
    tick.end(false);
  }
}

/** What took `nanos`. */
const working = (nanos: number) => (): number => (clock.nanos += nanos);

describe('wrapSynchronous', () => {
  it('passes this, arguments and result through', () => {
    const seen: unknown[] = [];
    const original = function (this: unknown, ...args: unknown[]): string {
      seen.push(this, ...args);
      return 'result';
    };
    const self = {};
    const wrapper = wrapSynchronous(recorder, operation('f'), guard, original, returnedPromises);
    expect(Reflect.apply(wrapper, self, [1, 'two'])).toBe('result');
    expect(seen).toEqual([self, 1, 'two']);
    expect(seen[0]).toBe(self);
  });

  it('records a call below the operation that runs', () => {
    const ema = wrapSynchronous(recorder, operation('ema'), new ReentryGuard(), working(30), returnedPromises);
    const macd = wrapSynchronous(
      recorder,
      operation('macd'),
      guard,
      () => {
        clock.nanos += 10;
        ema();
        clock.nanos += 5;
      },
      returnedPromises,
    );
    inTick(() => macd());
    // Ids are given at the first call: macd has 0, ema 1.
    expect(log.lines).toEqual(['tick 100 starts', 'operation 1 took 30', 'operation 0 took 45', 'tick 100 closed']);
    expect(log.closed[0]).toEqual({
      operationIds: [TICK, 0, 1],
      parents: [NO_PARENT, ROOT, 1],
      startNanos: [1_000, 1_000, 1_010],
      endNanos: [1_045, 1_045, 1_040],
      flags: [0, 0, 0],
    });
  });

  it('puts two calls beside each other, not one under the other', () => {
    const ema = wrapSynchronous(recorder, operation('ema'), guard, working(30), returnedPromises);
    inTick((tick) => {
      ema();
      expect(recorder.active.get()).toBe(tick.scope);
      ema();
    });
    expect(log.closed[0]).toMatchObject({ parents: [NO_PARENT, ROOT, ROOT] });
  });

  it('records a call outside any tick as a tree of its own', () => {
    const ema = wrapSynchronous(recorder, operation('ema'), guard, working(30), returnedPromises);
    ema();
    expect(log.lines).toEqual(['operation 0 took 30, outside', 'tree 0 closed']);
    expect(recorder.active.get()).toBe(0);
  });

  it('throws what the function throws, and ends the operation as failed', () => {
    const error = new Error('thrown by the program');
    const wrapper = wrapSynchronous(
      recorder,
      operation('f'),
      guard,
      () => {
        clock.nanos += 8;
        throw error;
      },
      returnedPromises,
    );
    inTick((tick) => {
      expect(wrapper).toThrow(error);
      expect(recorder.active.get()).toBe(tick.scope);
    });
    expect(wrapper).toThrow(error);
    expect(guard.inside).toBe(false);
    expect(log.lines).toEqual([
      'tick 100 starts',
      'operation 0 took 8, failed',
      'tick 100 closed',
      'operation 0 took 8, failed, outside',
      'tree 0 closed, failed',
    ]);
    expect(log.closed[0]).toMatchObject({ flags: [0, FLAG_FAILED] });
  });

  it('records the outermost of calls that share a guard', () => {
    const inner = wrapSynchronous(recorder, operation('inner'), guard, working(30), returnedPromises);
    const outer = wrapSynchronous(recorder, operation('outer'), guard, () => inner(), returnedPromises);
    inTick(() => outer());
    expect(log.closed[0]?.operationIds).toEqual([TICK, 0]);
    outer();
    expect(log.lines.filter((line) => line.startsWith('operation'))).toEqual([
      'operation 0 took 30',
      'operation 0 took 30, outside',
    ]);
  });

  it('ends the operation when a promise that it returned after all has settled', async () => {
    let resolve = (_value: string): void => {};
    const wrapper = wrapSynchronous(
      recorder,
      operation('f'),
      guard,
      () => new Promise<string>((resolved) => (resolve = resolved)),
      returnedPromises,
    );
    const tick = log.asyncTick(TICK);
    const promise = log.inside(tick, () => wrapper()) as Promise<string>;
    clock.nanos = 1_400;
    resolve('result');
    expect(await promise).toBe('result');
    tick.end(false);
    expect(log.lines).toEqual(['tick 100 starts', 'operation 0 took 400', 'tick 100 closed']);
  });

  it('stays a constructor: of itself, and of classes that extend it', () => {
    function Indicator(this: { period: number }, period: number): void {
      this.period = period;
    }
    const original = Indicator as unknown as new (period: number) => { period: number };
    const Wrapped = wrapSynchronous(
      recorder,
      operation('Indicator'),
      guard,
      Indicator as never,
      returnedPromises,
    ) as unknown as new (period: number) => { period: number };
    const instance = new Wrapped(14);
    expect(instance.period).toBe(14);
    expect(instance).toBeInstanceOf(original);
    expect(instance).toBeInstanceOf(Wrapped);
    class Extended extends Wrapped {}
    expect(new Extended(9)).toBeInstanceOf(Extended);
    expect(log.lines.filter((line) => line.startsWith('operation'))).toHaveLength(2);
  });

  it('shows the input to its observer before the call, and the result after it', () => {
    const seen: unknown[] = [];
    const input: InputObserver = {
      before(self, args, tickNumber) {
        seen.push(['before', self, ...args, tickNumber]);
        return args[0] !== 'unknown';
      },
      after: (result) => seen.push(['after', result]),
    };
    const ema = operation('ema');
    ema.input = input;
    const wrapper = wrapSynchronous(recorder, ema, guard, (value) => `ema of ${String(value)}`, returnedPromises);
    inTick(() => wrapper(1));
    wrapper(2);
    wrapper('unknown');
    expect(seen).toEqual([
      ['before', undefined, 1, 1],
      ['after', 'ema of 1'],
      ['before', undefined, 2, 0],
      ['after', 'ema of 2'],
      ['before', undefined, 'unknown', 0],
    ]);
    expect(ema.calls).toBe(3);
  });
});
