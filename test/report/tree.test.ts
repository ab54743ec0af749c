import type { SlowTick, SlowTickSpan } from '../../src/model/report/report.js';
import { plain } from '../../src/report/paint.js';
import { treeLines } from '../../src/report/tree-lines.js';

const page = { columns: 80, paint: plain };

function tick(spans: readonly (readonly [name: string, parent: number, start: number, duration: number])[]): SlowTick {
  return {
    traceId: 'a',
    name: 'tick',
    startedAt: '2026-11-23T14:02:10.123Z',
    durationNanos: 100 as SlowTick['durationNanos'],
    reason: 'slow',
    spans: spans.map(
      ([name, parent, startNanos, durationNanos]) =>
        ({ kind: 'internal', name, parent, startNanos, durationNanos }) as SlowTickSpan,
    ),
    path: [],
  };
}

/** The tree and the picture without what stands between them. */
const drawn = (slow: SlowTick, mostLines = 99): string[] =>
  treeLines(slow, mostLines, page).map((line) => line.replace(/ +internal +[\d,]+ ns /, ''));

it('draws what lies where', () => {
  const slow = tick([
    ['tick', -1, 0, 100],
    ['load', 0, 5, 45],
    ['query', 1, 10, 30],
    ['ema', 0, 50, 50],
  ]);
  expect(drawn(slow)).toEqual([
    '  tick ████████████████████',
    '  ├ load ·█████████··········',
    '  │ └ query ··██████············',
    '  └ ema ··········██████████',
  ]);
});

it('draws repeated siblings as one where there are over 30 spans', () => {
  const queries = (size: number): SlowTick =>
    tick([
      ['tick', -1, 0, 100],
      ...Array.from({ length: size }, (_, index) => [`q${index % 2}`, 0, index, 1] as const),
    ]);
  expect(drawn(queries(29))).toHaveLength(30);
  expect(drawn(queries(30))).toEqual([
    '  tick ████████████████████',
    '  ├ q0 x15 ███·················',
    '  └ q1 x15 ███·················',
  ]);
});

it('counts what has no room', () => {
  const slow = tick(Array.from({ length: 12 }, (_, index) => [`s${index}`, index - 1, 0, 100] as const));
  expect(drawn(slow).at(-1)).toBe('  and 3 more');
  expect(drawn(slow, 2)).toHaveLength(3);
  expect(drawn(slow, 2).at(-1)).toBe('  and 10 more');
});

it('keeps a span in sight that is too short to draw, or lies outside', () => {
  const slow = tick([
    ['tick', -1, 0, 100],
    ['short', 0, 99, 0],
    ['beyond', 0, 150, 10],
  ]);
  expect(drawn(slow).slice(1)).toEqual(['  ├ short ···················█', '  └ beyond ···················█']);
});

it('has no lines for a tick without spans', () => {
  expect(treeLines(tick([]), 9, page)).toEqual([]);
});
