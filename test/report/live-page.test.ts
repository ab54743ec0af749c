// The page of `tickscope top`, at any size.

import { liveView } from '../../src/analysis/live-view.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { LiveView } from '../../src/model/report/live-view.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { livePage, RANKING_ORDERS, type RankingOrder } from '../../src/report/live-page.js';
import { pageOf } from '../../src/report/terminal.js';
import { widthOf } from '../../src/report/text.js';
import { golden } from '../golden/golden.js';
import { BOT, sampleSegment, START } from '../record-file/sample-segments.js';
import { rich } from './sample-reports.js';

const page = pageOf({ columns: 80, colours: false });
const keys = 'q quit';

function processAt(index: number): StoredSegment {
  const process = {
    ...BOT,
    id: `p${index}`,
    pid: 4_711 + index,
    name: index === 0 ? 'bot\u001b[2J.js' : `worker-${index}.js`,
  };
  // Each has more ticks than the next.
  return sampleSegment({ process, tickNanos: Array.from({ length: 30 - index }, () => 400_000 * (index + 1)) });
}

const written = Array.from({ length: 12 }, (_, index) => processAt(index));
const busy: LiveView = { ...liveView({ written, tails: [] }), report: rich };

it('is what it was', () => {
  const lines = livePage(busy, page, {
    rows: 24,
    place: 'run-20261123-140210-3fa9',
    order: 'share',
    processId: 'p8',
    keys,
  });
  const text = `${lines.join('\n')}\n`;
  expect(text).toBe(golden('top.txt', text));
});

it.each([5, 10, 12, 24, 40, 100])(
  'has no more than %d rows, the keys on the last, and nothing wider than the page',
  (rows) => {
    for (const columns of [60, 80]) {
      const lines = livePage(busy, pageOf({ columns, colours: false }), { rows, place: 'run', order: 'share', keys });
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines.at(-1)).toBe(keys);
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
      expect(lines.join('')).not.toContain('\u001b');
    }
  },
);

it.each<[RankingOrder, (row: (typeof rich.ranking)[number]) => number]>([
  ['share', ({ share }) => share],
  ['gain', ({ gainNanos = 0 }) => gainNanos],
  ['calls', ({ callsPerTick }) => callsPerTick],
  ['time', ({ criticalPathNanosPerTick }) => criticalPathNanosPerTick],
])('orders the ranking by %s', (order, weightOf) => {
  const lines = livePage(busy, page, { place: 'run', order });
  const shown = lines.flatMap(
    (line) =>
      rich.ranking.find(({ kind, name }) => line.includes(` ${kind} `) && line.includes(name.slice(0, 10))) ?? [],
  );
  const weights = shown.map(weightOf);
  expect(weights).toHaveLength(rich.ranking.length);
  expect(weights).toEqual(weights.toSorted((left, right) => right - left));
  expect(RANKING_ORDERS).toContain(order);
});

it('says that nothing was measured yet', () => {
  const lines = livePage(liveView({ written: [], tails: [] }), page, { rows: 24, place: 'run', order: 'share', keys });
  expect(lines).toEqual(['run: nothing was measured yet', '', keys]);
});

it('always has the process that was chosen', () => {
  for (const { id, pid } of busy.processes) {
    const lines = livePage(busy, page, { rows: 24, place: 'run', order: 'share', processId: id, keys });
    expect(lines.filter((line) => /^ {2}> /.test(line))).toEqual([expect.stringContaining(`(pid ${pid})`)]);
  }
});

describe('the view', () => {
  it('has of one process what is of it, and all processes', () => {
    const all = liveView({ written, tails: [] });
    const one = liveView({ written, tails: [] }, 'p3');
    expect(all.ticks.count).toBe(12 * 30 - (12 * 11) / 2);
    expect(all.ticks.perSecond).toBeCloseTo(all.ticks.count / 10);
    expect(one.ticks).toMatchObject({ count: 27, perSecond: 2.7 });
    expect(one.report.program.processes).toBe(1);
    expect(one.processes).toEqual(all.processes);
    expect(all.processes.map(({ id }) => id)).toEqual(written.map((_, index) => `p${index}`));
  });

  it('takes ticks from the log, and who is blamed from the record alone', () => {
    const tail = sampleSegment({ atUnixMillis: START + 10_000, tickNanos: [8e6, 8e6, 8e6, 8e6] });
    const { report, ticks, writtenUnixMillis, untilUnixMillis } = liveView({
      written: [sampleSegment()],
      tails: [tail],
    });
    expect(ticks).toMatchObject({ count: 7, maxNanos: 8e6 as Nanoseconds, perSecond: 0.35 });
    expect(report.ticks.count).toBe(3);
    expect([writtenUnixMillis, untilUnixMillis]).toEqual([START + 10_000, START + 20_000]);
    expect(liveView({ written: [], tails: [tail] }).report.ticks.count).toBe(4);
  });

  it('says nothing of what is not known', () => {
    const { processes, cpuShare, ticks } = liveView({
      written: [{ ...sampleSegment({ tickNanos: [] }), samples: [] }],
      tails: [],
    });
    expect([cpuShare, ticks.count]).toEqual([undefined, 0]);
    expect(processes).toEqual([{ id: BOT.id, name: 'bot.js', pid: 4711, ticksPerSecond: 0, hasEnded: true }]);
    expect(liveView({ written: [], tails: [] })).toMatchObject({ processes: [], untilUnixMillis: 0 });
  });
});
