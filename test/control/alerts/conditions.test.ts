// Each alert on a virtual clock: fires on its cause, in time, is over after it, and decides nothing from too little.

import type { SilentFeed } from '../../../src/aggregate/feed/feed-health.js';
import type { AlertId } from '../../../src/model/alerts.js';
import { MINUTE, SECOND } from '../../../src/model/units.js';
import { uniform } from '../../harness/keyed-random.js';
import { HEALTHY, type Load, VirtualProcess } from './virtual-process.js';

/** Before the cause, and after it. */
const BEFORE = 60;
const AFTER = 120;

const silentFor = (seconds: number): SilentFeed[] => [
  { name: { source: 'onTrade', symbol: 'BTCUSDT', connection: 'stream.example.com:443' }, nanos: seconds * SECOND },
];

/** The cause, how long it lasts, and by how many seconds after its begin the alert has to be there, by the definition of the condition. */
const CAUSES: readonly {
  readonly id: AlertId;
  readonly load: Load | ((second: number) => Load);
  readonly lasts: number;
  readonly within: number;
  readonly text: string;
}[] = [
  // Of two seconds and what comes of the look, 30 %.
  { id: 'budget-burn', load: { ...HEALTHY, slowShare: 1 }, lasts: 20, within: 2, text: '51 % of 200 ticks in 2 s' },
  { id: 'loop-stall', load: { ...HEALTHY, stalledMillis: 600 }, lasts: 1, within: 2, text: 'by timer rebalance' },
  { id: 'database-slow', load: { ...HEALTHY, queryMillis: 60 }, lasts: 10, within: 2, text: 'SELECT * FROM positions' },
  { id: 'pool-exhausted', load: { ...HEALTHY, poolWaitMillis: 80 }, lasts: 10, within: 2, text: 'a connection takes' },
  {
    id: 'orders-late',
    load: { ...HEALTHY, orders: 5, orderMillis: 1_500 },
    lasts: 10,
    within: 3,
    text: 'at the venue',
  },
  { id: 'cache-ratio', load: { ...HEALTHY, hitShare: 0.5 }, lasts: 10, within: 2, text: 'PriceCache.get hits 50 %' },
  {
    id: 'telemetry-lost',
    load: { ...HEALTHY, lost: 7 },
    lasts: 1,
    within: 1,
    text: '4 spans, collections or segments',
  },
  {
    id: 'feed-silent',
    load: (second) => ({ ...HEALTHY, silent: silentFor(second + 1) }),
    lasts: 8,
    within: 1,
    text: 'nothing from onTrade BTCUSDT',
  },
  { id: 'memory-high', load: { ...HEALTHY, rssMegabytes: 160 }, lasts: 30, within: 11, text: 'RSS is 160 MB or more' },
  // Three windows of ten seconds, of the first of which half is enough.
  { id: 'overloaded', load: { ...HEALTHY, open: 10 }, lasts: 60, within: 25, text: '2,750 of 3,000 ticks ended' },
];

describe.each(CAUSES)('$id', ({ id, load, lasts, within, text }) => {
  const bot = new VirtualProcess().run(BEFORE, HEALTHY).run(lasts, load).run(AFTER, HEALTHY);

  it('fires in its time, and once', () => {
    const fired = bot.told.filter((told) => told.id === id && told.state === 'firing');
    expect(fired).toHaveLength(1);
    expect(fired[0]?.text).toContain(text);
    expect(fired[0]?.at).toBeGreaterThan(BEFORE);
    expect(fired[0]?.at).toBeLessThanOrEqual(BEFORE + within);
  });

  it('is over a calm minute after its cause', () => {
    const [, resolved] = bot.told.filter((told) => told.id === id);
    expect(resolved?.state).toBe('resolved');
    expect(resolved?.at).toBeGreaterThanOrEqual(BEFORE + lasts + 59);
    expect(resolved?.at).toBeLessThanOrEqual(BEFORE + lasts + 100);
  });

  it('fires nothing else', () => {
    expect(new Set(bot.told.map((told) => told.id))).toEqual(new Set([id]));
  });

  it('is silent where it is not wanted', () => {
    const without = new VirtualProcess([id]).run(BEFORE, HEALTHY).run(lasts, load);
    expect(without.told).toEqual([]);
  });
});

it('says nothing of stalls that were under way when it first looked, and tells of the next', () => {
  const stalled = { ...HEALTHY, stalledMillis: 900 };
  expect(new VirtualProcess().run(1, stalled).run(30, HEALTHY).told).toEqual([]);
  const [first] = new VirtualProcess().run(1, stalled).run(2, HEALTHY).run(2, stalled).told;
  expect(first).toMatchObject({ id: 'loop-stall', text: expect.stringMatching(/^held for \d{3} ms/) as unknown });
  expect(first?.at).toBeLessThanOrEqual(5);
});

it('tells of what was lost before it first looked', () => {
  const bot = new VirtualProcess().run(0.5, { ...HEALTHY, lost: 8 }).run(120, HEALTHY);
  expect(bot.told.map(({ id, state }) => [id, state])).toEqual([
    ['telemetry-lost', 'firing'],
    ['telemetry-lost', 'resolved'],
  ]);
  expect(bot.told[0]?.text).toBe('4 spans, collections or segments since the start');
});

describe('the slow pair of windows', () => {
  it('finds a share that the fast one lets pass, after as much of five minutes as it takes', () => {
    const bot = new VirtualProcess().run(300, HEALTHY).run(300, { ...HEALTHY, slowShare: 0.26 });
    // 2 % before and 26 % since: 15 % of five minutes after (15 - 2) / (26 - 2) of them, 162.5 s.
    expect(bot.of('budget-burn')).toEqual(['firing 462.5']);
  });

  it('does not find what is within three times of what the target allows', () => {
    expect(new VirtualProcess().run(900, { ...HEALTHY, slowShare: 0.14 }).told).toEqual([]);
  });
});

describe('falling behind', () => {
  it('fires where events wait longer and longer while the loop is busy, though every tick ends', () => {
    const queue = (second: number): Load => ({ ...HEALTHY, busyShare: 0.99, waitMillis: 100 * second });
    const bot = new VirtualProcess().run(60, HEALTHY).run(60, queue);
    // Busy for 90 % of 30 s and 75 % of the first ten: 27 s at 99 % after 3 s at 20 %.
    expect(bot.of('overloaded')).toEqual(['firing 87']);
    expect(bot.told[0]?.text).toContain('events wait');
  });

  it('is over when they wait no longer than before', () => {
    const queue = (second: number): Load => ({ ...HEALTHY, busyShare: 0.99, waitMillis: 100 * second });
    const bot = new VirtualProcess().run(60, HEALTHY).run(60, queue).run(120, HEALTHY);
    expect(bot.told.map(({ id, state }) => [id, state])).toEqual([
      ['overloaded', 'firing'],
      ['overloaded', 'resolved'],
    ]);
  });

  it('is silent where the loop is idle for a fifth of the time, or the wait is long and level', () => {
    const idle = (second: number): Load => ({ ...HEALTHY, busyShare: 0.8, waitMillis: 100 * second });
    expect(new VirtualProcess().run(120, idle).told).toEqual([]);
    expect(new VirtualProcess().run(120, { ...HEALTHY, busyShare: 0.99, waitMillis: 5_000 }).told).toEqual([]);
  });
});

describe('memory-growth', () => {
  const growing =
    (share: number) =>
    (second: number): Load => ({
      ...HEALTHY,
      rssMegabytes: 60 * (1 + (share * second) / (30 * 60)),
    });

  it('fires after half an hour in which RSS grew by more than 5 % of its median', () => {
    const bot = new VirtualProcess().run(35 * 60, growing(0.08));
    expect(bot.told.map(({ id, state }) => [id, state])).toEqual([['memory-growth', 'firing']]);
    expect(bot.told[0]?.at).toBeGreaterThanOrEqual(30 * 60);
    expect(bot.told[0]?.at).toBeLessThan(32 * 60);
  });

  it('is over once what grew has stayed as it is for so long that it no longer counts', () => {
    const bot = new VirtualProcess().run(35 * 60, growing(0.08)).run(35 * 60, growing(0.08)(35 * 60));
    expect(bot.told.map(({ id, state }) => [id, state])).toEqual([
      ['memory-growth', 'firing'],
      ['memory-growth', 'resolved'],
    ]);
    // Grown by half of it in the half of an hour, and a calm minute.
    expect(bot.told[1]?.at).toBeGreaterThan(35 * 60);
    expect(bot.told[1]?.at).toBeLessThan(65 * 60);
  });

  it('is silent below that, and where it swings without growing', () => {
    expect(new VirtualProcess().run(35 * 60, growing(0.04)).told).toEqual([]);
    const swinging = (second: number): Load => ({ ...HEALTHY, rssMegabytes: 80 + 15 * Math.sin(second / 20) });
    expect(new VirtualProcess().run(35 * 60, swinging).told).toEqual([]);
  });
});

describe('too little to decide from', () => {
  // At 1.5 ticks a second a minute has 90: the fast pair, which needs 100, never decides. The slow pair has 450, and does.
  it.each<[AlertId, Load]>([
    ['budget-burn', { ticks: 1, slowShare: 1 }],
    ['overloaded', { ticks: 1, open: 1 }],
    ['database-slow', { queries: 0 }],
    ['orders-late', { orders: 0 }],
    ['cache-ratio', { lookups: 1, hitShare: 0 }],
  ])('%s says nothing in a minute', (id, load) => {
    expect(new VirtualProcess().run(60, load).of(id)).toEqual([]);
  });

  it('waits with a slow database for 20 queries, however long they take', () => {
    const bot = new VirtualProcess().run(30, { queries: 0 });
    // Two in each second, the second one's half has none.
    bot.run(60, { queries: 2, queryMillis: 500 });
    expect(bot.of('database-slow')).toEqual(['firing 40']);
  });

  it('knows the rate of ticks: at ten a second the fast windows are ten seconds long, and not two', () => {
    const bot = new VirtualProcess().run(60, { ticks: 10 }).run(20, { ticks: 10, slowShare: 1 });
    expect(bot.of('budget-burn')).toEqual(['firing 63']);
    expect(bot.told[0]?.text).toContain('of 100 ticks in 10 s');
  });
});

describe('a healthy process', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of seed %i has no alert in ten minutes', (seed) => {
    let drawn = 0;
    const random = (): number => uniform(seed, drawn++);
    const bot = new VirtualProcess().run(600, () => ({
      ticks: Math.round(20 + 400 * random() ** 3),
      slowShare: random() < 0.05 ? 0.08 : 0.03 * random(),
      stalledMillis: random() < 0.05 ? 40 : 0,
      queries: Math.round(100 * random()),
      queryMillis: 1 + 6 * random(),
      poolWaits: Math.round(100 * random()),
      poolWaitMillis: random(),
      orders: random() < 0.1 ? 1 : 0,
      orderMillis: 50 + 300 * random(),
      lookups: Math.round(300 * random()),
      hitShare: 0.84 + 0.1 * random(),
      rssMegabytes: 75 + 10 * random(),
      busyShare: 0.1 + 0.6 * random(),
      waitMillis: random(),
    }));
    expect(bot.told).toEqual([]);
  });
});

describe('a cause that comes and goes', () => {
  it('every five seconds is one notification, and one that it is over', () => {
    const flapping = (second: number): Load =>
      Math.floor(second / 5) % 2 === 0 ? { ...HEALTHY, queryMillis: 200 } : HEALTHY;
    const bot = new VirtualProcess().run(60, HEALTHY).run(300, flapping).run(120, HEALTHY);
    expect(bot.told.map(({ id, state }) => [id, state])).toEqual([
      ['database-slow', 'firing'],
      ['database-slow', 'resolved'],
    ]);
  });

  it('every two minutes is told once in ten minutes, with how often it was not', () => {
    const flapping = (second: number): Load => (second % 120 < 10 ? { ...HEALTHY, queryMillis: 200 } : HEALTHY);
    const bot = new VirtualProcess().run(60, HEALTHY).run(20 * 60, flapping);
    const fired = bot.told.filter(({ state }) => state === 'firing');
    expect(fired.map(({ unsaid }) => unsaid)).toEqual([0, 4]);
    expect((fired[1]?.at ?? 0) - (fired[0]?.at ?? 0)).toBeGreaterThanOrEqual((10 * MINUTE) / SECOND);
  });
});

describe('a silent feed', () => {
  it('is not one while the event loop was held for most of the time', () => {
    const held = (second: number): Load => ({ stalledMillis: 900, silent: silentFor(second + 0.5) });
    expect(new VirtualProcess(['loop-stall']).run(60, HEALTHY).run(20, held).told).toEqual([]);
  });

  it('that lasts for an hour has ended', () => {
    const bot = new VirtualProcess()
      .run(60, HEALTHY)
      .run(4_000, (second) => ({ ...HEALTHY, silent: silentFor(second + 1) }));
    expect(bot.of('feed-silent').map((told) => told.split(' ')[0])).toEqual(['firing', 'resolved']);
  });
});
