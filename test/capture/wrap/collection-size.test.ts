import { sizeOfArguments, sizeOfObject } from '../../../src/capture/wrap/collection-size.js';

const items = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

it.each([
  ['an array', [items(7)], 7],
  ['an array of a class that extends it', [new (class extends Array {})(7)], 7],
  ['a typed array', [new Float64Array(9)], 9],
  ['a map', [new Map([[1, 2]])], 1],
  ['a set', [new Set(items(5))], 5],
  ['a long text', ['x'.repeat(2_000)], 2_000],
  ['the largest', [items(3), 14, new Set(items(5)), items(4)], 5],
  ['a property of an object', [{ period: 14, values: items(30) }], 30],
  ['series together', [[items(40), items(40)]], 40],
  ['a list of arguments', [[{ period: 14, values: items(50) }]], 50],
  ['candles', [items(60).map((open) => ({ open, ticks: items(500) }))], 60],
  ['a name', ['BTC-USD'], 0],
  ['numbers and nothing', [1, null, undefined, () => 1], 0],
  ['an empty array', [[]], 0],
  ['no argument', [], 0],
])('counts the items of %s', (_what, args, size) => {
  expect(sizeOfArguments(args)).toBe(size);
});

it('counts the items of the largest property of an object', () => {
  expect(sizeOfObject({ period: 14, prices: items(12), seen: new Set(items(3)) })).toBe(12);
  expect([undefined, null, 5, 'text', () => 1].map(sizeOfObject)).toEqual([0, 0, 0, 0, 0]);
});

it('runs nothing of the program', () => {
  const ran: string[] = [];
  const trap = new Proxy(
    {},
    {
      get: (_target, name) => () => {
        ran.push(String(name));
        return undefined;
      },
    },
  );
  const getter = (name: string) => ({
    get: () => {
      ran.push(name);
      return items(1_000);
    },
  });
  const map = Object.defineProperty(new Map([[1, 2]]), 'size', getter('size'));
  const typed = Object.defineProperty(new Uint8Array(3), 'length', getter('length'));
  class Own extends Set<number> {
    override get size(): number {
      ran.push('own size');
      return 1_000;
    }
  }
  const objects = [
    new Proxy(items(1_000), trap),
    Object.defineProperty({}, 'values', getter('values')),
    Object.defineProperty([1], 0, getter('item')),
    map,
    typed,
    new Own([1, 2]),
    new Proxy({ values: items(1_000) }, trap),
    { inner: new Proxy(items(1_000), trap) },
  ];
  expect(sizeOfArguments(objects)).toBe(3);
  for (const object of objects) sizeOfObject(object);
  expect(ran).toEqual([]);
});
