import { PoolCounters, type PoolState } from '../../src/model/pool-counters.js';

type Pool = { -readonly [Key in keyof PoolState]: PoolState[Key] };

const isPool = (candidate: object): candidate is Pool => 'waiting' in candidate;

function pool(name: string | undefined, max = 10): Pool {
  return { name, max, open: 0, idle: 0, waiting: 0 };
}

function asked(counters: PoolCounters, each: object, state: Partial<Pool> = {}): void {
  Object.assign(each, state);
  counters.asked(each, isPool, (read) => read);
}

it('tells the most connections that were in use and waited for together, since the last time', () => {
  const counters = new PoolCounters();
  const trading = pool('db:5432/trading', 2);
  asked(counters, trading, { open: 0 });
  asked(counters, trading, { open: 2, idle: 0, waiting: 3 });
  asked(counters, trading, { open: 2, idle: 1, waiting: 0 });
  const now = { name: 'db:5432/trading', max: 2, open: 2, idle: 1, waiting: 0 };
  expect(counters.take()).toEqual([{ ...now, neededMost: 6 }]);
  // One is still in use.
  expect(counters.take()).toEqual([{ ...now, neededMost: 1 }]);
});

it('knows a pool that has closed all of its connections, and none that never had one', () => {
  const counters = new PoolCounters();
  const closed = pool(undefined);
  asked(counters, closed);
  expect(counters.take()).toEqual([]);
  asked(counters, closed, { name: 'db:5432/trading', open: 1 });
  Object.assign(closed, { name: undefined, open: 0 });
  expect(counters.take()).toMatchObject([{ name: 'db:5432/trading', open: 0, neededMost: 2 }]);
});

it('adds up pools to one database', () => {
  const counters = new PoolCounters();
  const [first, second] = [pool('a', 4), pool('a', 6)];
  asked(counters, first, { open: 3 });
  asked(counters, second, { open: 5, idle: 5 });
  asked(counters, pool('b'), { open: 1 });
  expect(counters.take()).toEqual([
    { name: 'a', max: 10, open: 8, idle: 5, waiting: 0, neededMost: 5 },
    { name: 'b', max: 10, open: 1, idle: 0, waiting: 0, neededMost: 2 },
  ]);
});

it('counts sixteen pools, and nothing that is none or cannot be read', () => {
  const counters = new PoolCounters();
  const many = Array.from({ length: 20 }, (_, number) => pool(`pool ${number}`));
  asked(counters, {});
  const broken = pool('broken');
  counters.asked(broken, isPool, () => {
    throw new Error('not this one');
  });
  for (const each of many) asked(counters, each);
  expect(counters.take().map(({ name }) => name)).toEqual(many.slice(0, 16).map(({ name }) => name));
});
