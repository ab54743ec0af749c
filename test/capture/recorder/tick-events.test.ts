// The event of a tick: when it came in, what it says of itself, and which span it began in.

import { createContextKey, ROOT_CONTEXT, trace as api } from '@opentelemetry/api';
import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import { LoopTurn } from '../../../src/capture/recorder/loop-turn.js';
import type { TickEvent } from '../../../src/capture/recorder/tick-event.js';
import { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { firstOf, nextOf } from '../../../src/model/connection-table.js';
import { CALLBACK, CHECK_SHIFT, NOTE } from '../../../src/model/log/log-layout.js';
import { SAME_CALLBACK_NUMBER } from '../../../src/model/log/loop-records.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import { clock } from '../../support/virtual-clock.js';
import { RecordedLog } from './recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

const TICK = 7;
const LOAD = 3;
const SAVE = 4;

let log: RecordedLog;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
});

const traceOf = (scope: number): OpenTrace => log.traceOf(scope) as OpenTrace;

describe('the event of a tick', () => {
  const LOOP = {
    startedNanos: 800,
    busySinceNanos: 700,
    deliverableSince: (at: number) => at - 60,
    seesCallbacks: true,
    stalledUntil: (at: number) => at / 2,
    callbackStarted: () => {},
  } as unknown as LoopEvents;
  /** What the trace of a tick for BTC that begins now knows of its event. */
  const stampsOf = (): Pick<OpenTrace, 'stampedNanos' | 'earliestNanos'> => {
    const tick = log.tick(TICK, 'BTC');
    const { stampedNanos, earliestNanos } = traceOf(tick.scope);
    tick.end(false);
    return { stampedNanos, earliestNanos };
  };

  it('gives a tick the moment in which it came in, and the earliest in which it could have been handled', () => {
    const turn = new LoopTurn();
    turn.callbackStarted(-1, true, 800 / 1e6);
    log = new RecordedLog({ loop: LOOP, turn });
    const { events } = log.recorder;
    const arrival = events.enter({ source: 'client', count: () => 1, symbol: () => 'BTC' }, 650);
    expect(stampsOf()).toEqual({ stampedNanos: 650, earliestNanos: 650 });
    events.leave(arrival);
    const late = events.enter({ source: 'client', count: () => 1, symbol: () => 'BTC' }, 750);
    expect(stampsOf()).toEqual({ stampedNanos: 750, earliestNanos: 700 });
    events.leave(late);
    // Nothing came in, and the running code was not called by a delivery.
    expect(stampsOf()).toEqual({ stampedNanos: NaN, earliestNanos: 700 });
  });

  it('came in with the callback where that is a delivery, which says nothing of a tick inside another operation', () => {
    const turn = { isDelivery: true, deliveredNanos: 800 } as LoopTurn;
    log = new RecordedLog({ loop: LOOP, turn });
    expect(stampsOf()).toEqual({ stampedNanos: 800, earliestNanos: 740 });
    const load = log.operation(LOAD);
    expect(stampsOf().stampedNanos).toBeNaN();
    load.end(false);
  });

  it('is not taken by a tick-shaped call inside a tick', () => {
    const { events } = log.recorder;
    events.leave(events.enter({ source: 'client', count: () => 1, symbol: () => 'BTC' }, 650));
    const outer = log.tick(TICK, 'ETH');
    log.tick(SAVE, 'BTC').end(false);
    outer.end(false);
    expect(log.lines.filter((line) => line.endsWith('handled'))).toEqual(['1 handled']);
    expect(log.lines.filter((line) => line.endsWith('starts'))).toEqual(['tick 7 starts']);
  });

  it('tells its symbol, its own time and what is missing before it', () => {
    const event: TickEvent = { symbol: 'BTC', unixMillis: 1_700_000_000_000.25, missing: 3, batch: undefined };
    const tick = RecordedCall.ofTick(log.recorder, TICK, event, false);
    expect(traceOf(tick.scope)).toMatchObject({ symbol: 'BTC', eventUnixMillis: 1_700_000_000_000.25 });
    tick.end(false);
    expect(log.lines).toEqual(['tick 7 starts', '3 missing in a sequence', 'tick 7 closed']);
  });

  it('is told with its times, and how long the loop was held until it came', () => {
    const turn = { isDelivery: true, deliveredNanos: 800 } as LoopTurn;
    log = new RecordedLog({ loop: LOOP, turn });
    const event: TickEvent = { symbol: 'BTC', unixMillis: 1_700_000_000_000.25, missing: 0, batch: undefined };
    RecordedCall.ofTick(log.recorder, TICK, event, false).end(false);
    log.drain();
    expect(log.calls.came).toMatchObject([{ operationId: TICK, symbol: 'BTC', connection: 0, seesConnections: true }]);
    expect([...(log.calls.came[0]?.times ?? [])]).toEqual([800, 1_700_000_000_000.25, 700, 400]);
  });

  it('is told with the connection that is called back, until another callback begins', () => {
    log = new RecordedLog({ loop: LOOP });
    const calledBy = (number: number): void => {
      clock.nanos += 10;
      log.log.append(clock.nanos / 1e6, CALLBACK | number, 0);
      log.log.append(0, NOTE, 0);
    };
    const socket = firstOf(9);
    for (const number of [5 | (socket << CHECK_SHIFT), SAME_CALLBACK_NUMBER, 5, 5 | (nextOf(socket) << CHECK_SHIFT)]) {
      calledBy(number);
      log.tick(TICK).end(false);
    }
    log.drain();
    const { came } = log.calls;
    expect(came.map(({ connection }) => connection)).toEqual([socket, socket, 0, nextOf(socket)]);
    expect(came.map(({ replacedNanos }) => replacedNanos[9])).toEqual([0, 0, 0, 1_040]);
  });

  it('has a gap that a handler inside it knows of, once', () => {
    const event = (missing: number): TickEvent => ({ symbol: 'BTC', unixMillis: NaN, missing, batch: undefined });
    const begin = (missing: number): RecordedCall => RecordedCall.ofTick(log.recorder, TICK, event(missing), true);
    const gapsOf = (outer: number, ...inner: readonly number[]): string[] => {
      const tick = begin(outer);
      log.inside(tick, () => inner.forEach((missing) => begin(missing).end(false)));
      tick.end(false);
      return log.lines.splice(0).filter((line) => line.endsWith('missing in a sequence'));
    };
    expect(gapsOf(0, 3, 3)).toEqual(['3 missing in a sequence']);
    expect(gapsOf(3, 3)).toEqual(['3 missing in a sequence']);
    expect(gapsOf(0, 0)).toEqual([]);
  });

  it('keeps its symbol where 8,191 others wait in the log: that is read first', () => {
    for (let number = 0; number <= 8_191; number++) log.log.texts.numberOf(`S${number}`);
    const tick = log.tick(TICK, 'BTC');
    expect(traceOf(tick.scope).symbol).toBe('BTC');
    expect(log.drains).toBe(1);
  });

  it('begins in the span of another process, and in none of Tickscope’s', () => {
    const spanContext = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1, isRemote: true };
    const { active } = log.recorder;
    const inRequest = api.setSpanContext(ROOT_CONTEXT, spanContext);
    const outer = active.run(inRequest, () => log.asyncTick(TICK));
    expect(traceOf(outer.scope)).toMatchObject({ parentSpan: spanContext, traceId: spanContext.traceId });
    const other = active.run(ROOT_CONTEXT.setValue(createContextKey('a key'), 1), () => log.asyncTick(TICK));
    expect(traceOf(other.scope).parentSpan).toBeUndefined();
    expect(log.log.parentSpans.size).toBe(0);
  });

  it('is looked for after whoever wants to be called before ticks', () => {
    log.recorder.beforeTicks(() => void (clock.nanos += 50));
    log.tick(TICK).end(false);
    expect(log.closed[0]?.startNanos).toEqual([1_050]);
  });
});

it('takes what is received now for received now, where no delivery has handed it over', () => {
  expect(log.recorder.receivedNanos()).toBe(1_000);
  log = new RecordedLog({ turn: { isDelivery: true, deliveredNanos: 900 } as LoopTurn });
  expect(log.recorder.receivedNanos()).toBe(900);
});
