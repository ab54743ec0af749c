// How events came in, in real programs: counts against the program's own, times against what it measured itself.

import { installFixture } from '../support/installed-fixture.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

describe('a burst of trades in one write over TCP', () => {
  const program = [fixture('arrivals/burst.js')];
  let recorded: Recorded;
  let own: { handled: number; medianWaitMillis: number; longestWaitMillis: number };
  beforeAll(async () => {
    recorded = await runRecorded(program);
    own = JSON.parse(recorded.stdout) as typeof own;
  });

  it('leaves the program as it is', async () => {
    const bare = await runBare(program);
    expect([recorded.stderr, recorded.code]).toEqual([bare.stderr, bare.code]);
    expect(own.handled).toBe((JSON.parse(bare.stdout) as typeof own).handled);
  });

  it('says of every trade how long it waited since its data came', () => {
    const { ticks } = recorded.report;
    expect(ticks.count).toBe(own.handled);
    expect(ticks.wait[0]).toMatchObject({ basis: 'stamped', count: own.handled });
    expect(ticks.response[0]).toMatchObject({ basis: 'stamped', count: own.handled });
    expect(ticks.age?.count).toBe(own.handled);
  });

  it('says no less than the program saw from its first handler to its last', () => {
    const [wait] = recorded.report.ticks.wait;
    const [response] = recorded.report.ticks.response;
    expect(wait?.maxNanos).toBeGreaterThanOrEqual(own.longestWaitMillis * 1e6);
    expect(response?.maxNanos).toBeGreaterThan(wait?.maxNanos as number);
    // A percentile is the middle of its bucket, at most 0.54 % off.
    expect((wait?.p50Nanos as number) * 1.006).toBeGreaterThanOrEqual(own.medianWaitMillis * 1e6);
  });

  it('leaves target P1 to durations', () => {
    const [target] = recorded.report.targets;
    expect(target?.evidence).toContain(`of ${own.handled} ticks`);
    expect(recorded.report.ticks.p95Nanos).toBeLessThan(recorded.report.ticks.response[0]?.p95Nanos as number);
  });

  it('knows nothing of trades that it never saw, and says so', () => {
    expect(recorded.report.ticks).toMatchObject({
      receivedBasis: 'ticks',
      received: own.handled,
      handled: own.handled,
      dropped: 0,
      sequenceGaps: 0,
    });
  });
});

describe('an exchange whose cache drops what nobody takes', () => {
  it('counts what came in, what was handled and what never was, as the program does', async () => {
    const program = [fixture('arrivals/exchange.js')];
    const recorded = await runRecorded(program);
    const bare = await runBare(program);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
    const own = JSON.parse(bare.stdout) as Record<'messages' | 'received' | 'calls' | 'handled', number>;
    expect(recorded.report.ticks).toMatchObject({
      count: own.calls,
      receivedBasis: 'arrivals',
      received: own.received,
      handled: own.handled,
      dropped: own.received - own.handled,
    });
    expect(recorded.report.ticks.wait[0]).toMatchObject({ basis: 'stamped', count: own.calls });
    expect(recorded.report.coverage.instrumented).toContainEqual(
      expect.objectContaining({ name: 'FakeExchange.handleMessage', count: own.messages }),
    );
    // Receiving is no operation: what the program calls is what has rows, and what its ticks waited for.
    const called = recorded.report.operations.filter(({ kind }) => kind !== 'wait');
    expect(called.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      'internal Desk.onTrades',
      'tick watchTrades',
    ]);
    expect(recorded.report.ranking[0]).toMatchObject({
      kind: 'wait',
      name: expect.stringMatching(/^loop: immediate burst \(test\/fixtures\/arrivals\/exchange\.js:\d+\)$/) as string,
    });
  });
});

describe('a program that pulls trades through ccxt', () => {
  const program = [fixture('ccxt/program.cjs')];
  beforeAll(() => installFixture('ccxt'), 120_000);

  it('is told how many trades came in, and how many of them its loop never saw', async () => {
    const recorded = await runRecorded(program);
    const bare = await runBare(program);
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);
    const own = JSON.parse(bare.stdout) as Record<'sent' | 'calls' | 'handled', number>;
    expect(own.handled).toBeLessThan(own.sent);
    const { ticks } = recorded.report;
    expect(ticks).toMatchObject({
      count: own.calls,
      receivedBasis: 'arrivals',
      received: own.sent,
      handled: own.handled,
      dropped: own.sent - own.handled,
      // The numbers of the trades say the same, from another end.
      sequenceMissing: own.sent - own.handled,
    });
    expect(ticks.wait[0]).toMatchObject({ basis: 'stamped', count: own.calls });
    expect(ticks.age?.count).toBe(own.calls);
  }, 60_000);
});

it('sees the messages of WebSockets come in, of the package ws and of Node.js', async () => {
  await installFixture('ccxt');
  const { report, stdout } = await runRecorded([fixture('ccxt/clients.cjs')]);
  const { ws, node } = JSON.parse(stdout) as { ws: number; node: number };
  expect(report.ticks.count).toBe(ws + node);
  expect(report.ticks.wait[0]).toMatchObject({ basis: 'stamped', count: ws + node });
}, 120_000);

it('counts gaps in the numbers of a feed, and the events in them', async () => {
  const { report, stdout } = await runRecorded([fixture('arrivals/gaps.js')]);
  const own = JSON.parse(stdout) as { gaps: number; missing: number; handled: number };
  expect(own.gaps).toBeGreaterThan(0);
  expect(report.ticks).toMatchObject({
    count: own.handled,
    sequenceGaps: own.gaps,
    sequenceMissing: own.missing,
    // Nobody saw them come in: whether they were dropped here is not known.
    dropped: 0,
  });
});

it('says at most how long ticks waited that a timer began', async () => {
  const { report, stdout } = await runRecorded([fixture('arrivals/timers.js')]);
  const own = JSON.parse(stdout) as { handled: number; blockedMillis: number };
  expect(report.ticks.wait).toEqual([expect.objectContaining({ basis: 'bound', count: own.handled })]);
  expect(report.ticks.wait[0]?.maxNanos).toBeGreaterThanOrEqual(own.blockedMillis * 1e6);
});

it('sees the messages of a worker come in', async () => {
  const { report, stdout } = await runRecorded([fixture('arrivals/worker.js')]);
  const { handled } = JSON.parse(stdout) as { handled: number };
  expect(report.ticks.wait[0]).toMatchObject({ basis: 'stamped', count: handled });
});
