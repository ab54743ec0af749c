import type { SlowTick, SlowTickSpan } from '../../../src/model/report/report.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { pageTick } from '../../../src/report/html/kept-trees.js';
import { rich } from '../sample-reports.js';

const [sample] = rich.slowest as [SlowTick];

function span(name: string, parent: number, durationNanos: number): SlowTickSpan {
  return { kind: 'query', name, parent, startNanos: 0 as Nanoseconds, durationNanos: durationNanos as Nanoseconds };
}

it('has each stretch of the critical path with the operation that it is of', () => {
  const { spans } = pageTick(sample);
  const waited = spans.map(({ label, path }) => [label, path.reduce((sum, [, nanos]) => sum + nanos / 1_000, 0)]);
  expect(waited).toEqual([
    ['onTick', 1_100],
    ['DatabaseService.getCandles', 100],
    ['pool', 18_000],
    ['SELECT close FROM candles WHERE symbol = $1', 11_900],
    ['EMA.calculate', 9_000],
    ['POST /orders', 900],
    ['INSERT INTO fills', 0],
  ]);
  expect(spans.map(({ depth }) => depth)).toEqual([0, 1, 2, 2, 1, 1, 1]);
  expect(spans.map(({ marks }) => marks)).toEqual(['', '', '', '', '', 'failed', 'late']);
});

it('keeps the longest operations of a large tree, each with what is around it, and counts the others', () => {
  // A long one five levels down, among shorter ones that have no room.
  const spans = [
    span('tick', -1, 1_000),
    ...[0, 1, 2, 3].map((parent) => span(`outer ${parent}`, parent, 1)),
    span('inner', 4, 900),
    ...Array.from({ length: 150 }, (_, place) => span(`short ${place}`, 0, 2 + (place % 7))),
  ];
  const tick = pageTick({ ...sample, spans, path: [] });
  const labels = tick.spans.map(({ label }) => label);
  expect(labels.slice(0, 6)).toEqual(['tick', 'outer 0', 'outer 1', 'outer 2', 'outer 3', 'inner']);
  expect(tick.spans).toHaveLength(64);
  expect(tick.leftOut).toBe(92);
  // Those of 8 ns go in before those of 2.
  expect(labels).toContain('short 146');
  expect(labels).not.toContain('short 0');
});

it('draws a tree whose parents make a circle', () => {
  const tick = pageTick({ ...sample, spans: [span('tick', -1, 9), span('a', 2, 5), span('b', 1, 5)], path: [] });
  expect(tick.spans.map(({ label }) => label)).toEqual(['tick', 'a', 'b']);
});
