// Spans become ticks by the recorder's clock, whatever times they carry themselves.

import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, STATUS_ERROR } from '../../../src/model/span-values.js';
import { INTAKE_LATE_SPANS, INTAKE_OPEN_SPANS, INTAKE_OPEN_TICKS } from '../../../src/model/limits.js';
import { ATTR_BACKDATED } from '../../../src/model/semconv/semantic-conventions.js';
import { FakeSdk } from './fake-spans.js';

it('knows the values of the enums that it does not load', () => {
  expect([SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, STATUS_ERROR]).toEqual([
    SpanKind.CLIENT,
    SpanKind.PRODUCER,
    SpanStatusCode.ERROR,
  ]);
});

describe('a tick', () => {
  it('is a local root with what is in it, on the monotonic clock', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick', { attributes: { 'tickscope.symbol': 'BTCUSDT' } });
    sdk.micros(10);
    const strategy = sdk.start('strategy', { parent: tick });
    sdk.run('ema', 120, { parent: strategy });
    sdk.run('rsi', 80, { parent: strategy });
    strategy.end();
    sdk.micros(5);
    tick.end();
    expect(sdk.told.trees).toEqual([
      {
        traceId: tick.spanContext().traceId,
        symbol: 'BTCUSDT',
        lines: ['tick tick 0-215', '  internal strategy 10-210', '    internal ema 10-130', '    internal rsi 130-210'],
      },
    ]);
    expect(sdk.told.operations).toEqual(['internal ema 120', 'internal rsi 80', 'internal strategy 200']);
    expect([sdk.told.started, sdk.told.scopes, sdk.told.lost]).toEqual([1, { app: 4 }, {}]);
  });

  it('keeps the spans of ticks that run at the same time apart', () => {
    const sdk = new FakeSdk();
    const one = sdk.start('one');
    const other = sdk.start('other');
    const inOne = sdk.start('a', { parent: one });
    sdk.micros(1);
    sdk.run('b', 2, { parent: other });
    inOne.end();
    other.end();
    one.end();
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([
      ['tick other 0-3', '  internal b 1-3'],
      ['tick one 0-3', '  internal a 0-3'],
    ]);
  });

  it('takes the name and the status that a span has when it ends', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    const query = sdk.start('query', { parent: tick });
    query.name = 'renamed';
    query.status = { code: STATUS_ERROR };
    query.end();
    tick.status = { code: STATUS_ERROR };
    tick.end();
    expect(sdk.told.trees[0]?.lines).toEqual(['tick tick 0-0!', '  internal renamed 0-0!']);
    expect(sdk.told.operations).toEqual(['internal renamed 0 failed']);
  });

  it('begins where the parent is in another process', () => {
    const sdk = new FakeSdk();
    const caller = sdk.start('caller');
    sdk.run('served', 7, { parent: caller, remoteParent: true });
    caller.end();
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([['tick served 0-7'], ['tick caller 0-7']]);
  });

  it('counts what ends after it as late, and what starts after it too', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    const audit = sdk.start('audit', { parent: tick });
    sdk.micros(10);
    tick.end();
    sdk.micros(30);
    sdk.run('insert', 5, { parent: audit });
    audit.end();
    sdk.run('afterwards', 3, { parent: tick });
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([['tick tick 0-10', '  internal audit 0-10~']]);
    expect(sdk.told.operations).toEqual([
      'internal insert 5 late',
      'internal audit 45 late',
      'internal afterwards 3 late',
    ]);
    expect(sdk.told.started).toBe(1);
  });

  it('measures one span in 64 for what it costs', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    for (let count = 0; count < 128; count++) sdk.run('ema', 1, { parent: tick });
    expect(sdk.told.costs).toHaveLength(2);
  });
});

describe('isTick', () => {
  const isTick = (span: { name: string }): boolean => span.name === 'tick';

  it('chooses ticks inside one trace, with their descendants, and passes the rest over', () => {
    const sdk = new FakeSdk({ isTick });
    const backtest = sdk.start('backtest');
    sdk.run('load', 50, { parent: backtest });
    for (let count = 0; count < 2; count++) {
      const tick = sdk.start('tick', { parent: backtest });
      sdk.run('ema', 3, { parent: tick });
      tick.end();
    }
    sdk.run('write', 50, { parent: backtest });
    backtest.end();
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([
      ['tick tick 0-3', '  internal ema 0-3'],
      ['tick tick 0-3', '  internal ema 0-3'],
    ]);
    expect([sdk.told.started, sdk.told.scopes]).toEqual([2, { app: 4 }]);
  });

  it('is not asked inside a tick', () => {
    const sdk = new FakeSdk({ isTick });
    const tick = sdk.start('tick');
    sdk.run('tick', 4, { parent: tick });
    tick.end();
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([['tick tick 0-4', '  internal tick 0-4']]);
  });

  it('has to answer at once: a promise is no yes', () => {
    const sdk = new FakeSdk({ isTick: (() => Promise.resolve(true)) as unknown as () => boolean });
    sdk.run('tick', 4);
    expect(sdk.told.started).toBe(0);
  });

  it('that throws is taken as no, and counted', () => {
    const sdk = new FakeSdk({
      isTick: () => {
        throw new Error('of the program');
      },
    });
    sdk.run('tick', 4);
    expect([sdk.told.started, sdk.told.lost]).toEqual([0, { is_tick_errors: 1 }]);
  });
});

describe('spans with times of their own', () => {
  it('count with the duration that they give, marked, and stay out of the tree', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    sdk.micros(5_000);
    const query = sdk.start('query', { parent: tick, startTime: sdk.unixMillis() - 4 });
    sdk.run('inside', 10, { parent: query });
    query.end();
    sdk.run('ema', 20, { parent: tick });
    tick.end();
    expect(query.attributes[ATTR_BACKDATED]).toBe(true);
    expect(tick.attributes[ATTR_BACKDATED]).toBeUndefined();
    expect(sdk.told.trees[0]?.lines).toEqual([
      'tick tick 0-5030',
      '  internal inside 5000-5010',
      '  internal ema 5010-5030',
    ]);
    expect(sdk.told.operations).toEqual(['internal inside 10', 'internal query 4000', 'internal ema 20']);
    expect(sdk.told.lost).toEqual({ spans_with_given_times: 1 });
  });

  it('of which only the end is given lose their place, and their children keep theirs', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    const query = sdk.start('query', { parent: tick });
    sdk.run('inside', 10, { parent: query });
    query.end(sdk.unixMillis() + 30);
    tick.end();
    expect(sdk.told.trees[0]?.lines).toEqual(['tick tick 0-10', '  internal query 0-0', '  internal inside 0-10']);
    expect(sdk.told.operations).toEqual(['internal inside 10', 'internal query 30000']);
    expect(sdk.told.lost).toEqual({ spans_with_given_times: 1 });
  });

  it('that say now, as Date.now() does, are measured like any other', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick', { startTime: sdk.unixMillis() });
    sdk.micros(700);
    tick.end(sdk.unixMillis());
    expect([sdk.told.trees[0]?.lines, sdk.told.lost]).toEqual([['tick tick 0-700'], {}]);
    expect(tick.attributes).toEqual({});
  });

  it('are not those that a pause of the process moved', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick');
    sdk.micros(700);
    tick.pauseBeforeEnd = 99_000;
    tick.end();
    expect([sdk.told.trees[0]?.lines, sdk.told.lost]).toEqual([['tick tick 0-99700'], {}]);
  });

  it('are recognised by their times alone where the SDK does not tell', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick', { sdkTells: false });
    const given = { startTime: sdk.unixMillis() - 60_000, sdkTells: false };
    sdk.run('query', 1, { parent: tick, ...given });
    tick.end();
    expect(sdk.told.trees[0]?.lines).toEqual(['tick tick 0-1']);
  });

  it('and begin a tick are measured from when they started, if they end now', () => {
    const sdk = new FakeSdk();
    const tick = sdk.start('tick', { startTime: sdk.unixMillis() - 50 });
    sdk.run('ema', 20, { parent: tick });
    tick.end();
    expect(tick.attributes[ATTR_BACKDATED]).toBe(true);
    expect(sdk.told.trees[0]?.lines).toEqual(['tick tick 0-20', '  internal ema 0-20']);
  });

  it('and would be a tick that ended at another time are no tick', () => {
    const sdk = new FakeSdk();
    const yesterday = sdk.unixMillis() - 86_400_000;
    const tick = sdk.start('imported', { startTime: yesterday });
    sdk.run('child', 1, { parent: tick, startTime: yesterday });
    tick.end(yesterday + 12);
    expect(sdk.told.trees).toEqual([]);
    expect(sdk.told.operations.at(-1)).toBe('tick imported 12000 outside');
    expect(sdk.told.lost).toMatchObject({ ticks_with_given_end: 1 });
    expect(sdk.intake.openTicks).toBe(0);
  });
});

describe('bounds', () => {
  it('drop the oldest of too many open ticks, and forget it', () => {
    const sdk = new FakeSdk();
    const first = sdk.start('first');
    const child = sdk.start('child', { parent: first });
    for (let count = 0; count < INTAKE_OPEN_TICKS; count++) sdk.start('open');
    expect(sdk.intake.openTicks).toBe(INTAKE_OPEN_TICKS);
    sdk.run('another', 1, { parent: child });
    child.end();
    first.end();
    expect([sdk.told.trees, sdk.told.operations]).toEqual([[], []]);
    expect(sdk.told.lost).toEqual({ intake_full: 1 });
  });

  it('give a tick a tree of 2,048 spans, and count the others', () => {
    const sdk = new FakeSdk();
    const connection = sdk.start('connection');
    for (let count = 0; count < 3_000; count++) sdk.run('message', 1, { parent: connection });
    connection.end();
    expect(sdk.told.trees[0]?.lines).toHaveLength(2_048);
    expect(sdk.told.operations).toHaveLength(3_000);
    expect(sdk.told.lost).toEqual({ spans_beyond_tree: 953 });
  });

  it('hold for spans that never end, in a tick that is open', () => {
    const sdk = new FakeSdk();
    const leaking = sdk.start('leaking');
    for (let count = 0; count < INTAKE_OPEN_SPANS; count++) sdk.start('never ends', { parent: leaking });
    expect(sdk.intake.openTicks).toBe(0);
    expect(sdk.told.lost['intake_full']).toBe(1);
    sdk.run('next', 1);
    expect(sdk.told.trees.map(({ lines }) => lines)).toEqual([['tick next 0-1']]);
  });

  it('hold for spans that never end, in ticks that have', () => {
    const sdk = new FakeSdk();
    for (let count = 0; count < INTAKE_LATE_SPANS + 10; count++) {
      const tick = sdk.start('tick');
      sdk.start('never ends', { parent: tick });
      tick.end();
    }
    expect(sdk.told.lost).toEqual({ late_spans_beyond_intake: 10 });
  });

  it('give everything up at the end', () => {
    const sdk = new FakeSdk();
    sdk.start('open');
    sdk.intake.dropAll('ticks_open_at_shutdown');
    expect([sdk.intake.openTicks, sdk.told.lost]).toEqual([0, { ticks_open_at_shutdown: 1 }]);
  });
});
