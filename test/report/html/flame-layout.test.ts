import { boxesOf, neighbour } from '../../../src/report/html/page/flame-layout.js';
import type { FlameNode } from '../../../src/report/html/page-data.js';

const node = (label: string, value: number, ...children: readonly FlameNode[]): FlameNode => ({
  label,
  value,
  children,
});

//   all    |====================================|   100
//   tick     |=======================|              60, from 0
//     load     |=========|                          30
//     ema               |===|                       15
//   timer                             |==========|  40
const root = node('all', 100, node('tick', 60, node('load', 30), node('ema', 15)), node('timer', 40));

const drawn = (zoomed: string): (string | number)[][] =>
  boxesOf(root, zoomed).map(({ node: { label }, from, width, depth }) => [label, from, width, depth]);

it('gives each as much of the width as it has of the whole', () => {
  expect(drawn('')).toEqual([
    ['all', 0, 1, 0],
    ['tick', 0, 0.6, 1],
    ['load', 0, 0.3, 2],
    ['ema', 0.3, 0.15, 2],
    ['timer', 0.6, 0.4, 1],
  ]);
});

it('makes one as wide as the picture, with what it is in, and leaves all else out', () => {
  expect(drawn('/0')).toEqual([
    ['all', 0, 1, 0],
    ['tick', 0, 1, 1],
    ['load', 0, 0.5, 2],
    ['ema', 0.5, 0.25, 2],
  ]);
});

it('lets what ran beside something else be no wider than what it ran in', () => {
  const beside = node('tick', 50, node('one', 50), node('other', 50));
  expect(boxesOf(beside, '').map(({ from, width }) => [from, width])).toEqual([
    [0, 1],
    [0, 0.5],
    [0.5, 0.5],
  ]);
});

it.each([
  ['', 'ArrowUp', undefined],
  ['', 'ArrowDown', '/0'],
  ['/0', 'ArrowRight', '/1'],
  ['/1', 'ArrowRight', undefined],
  ['/1', 'ArrowLeft', '/0'],
  ['/0/1', 'ArrowUp', '/0'],
  ['/0/1', 'ArrowDown', undefined],
])('from %j %s leads to %j', (path, key, to) => {
  expect(neighbour(boxesOf(root, ''), path, key)).toBe(to);
});
