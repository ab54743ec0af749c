import { budgetParts, wholeOf } from '../../src/report/budget-parts.js';
import { renderTerminal } from '../../src/report/terminal.js';
import type { RankedOperation } from '../../src/model/report/ranking-report.js';
import type { Nanoseconds, Share } from '../../src/model/units.js';
import { rich } from './sample-reports.js';

const [sample] = rich.ranking;

function ranked(name: string, micros: number, share: number): RankedOperation {
  return { ...sample!, name, criticalPathNanosPerTick: (micros * 1_000) as Nanoseconds, share: share as Share };
}

const FIVE = [
  ranked('c', 100, 0.1),
  ranked('a', 500, 0.5),
  ranked('b', 300, 0.3),
  ranked('d', 60, 0.06),
  ranked('e', 40, 0.04),
];

it('are the largest, and all others together', () => {
  const parts = budgetParts(FIVE, 3);
  expect(parts.map(({ label, nanos }) => [label.split(' ')[1], nanos])).toEqual([
    ['a', 500_000],
    ['b', 300_000],
    ['c', 100_000],
    ['others', 100_000],
  ]);
  expect(parts.at(-1)?.share).toBeCloseTo(0.1);
  expect(wholeOf(parts)).toBe(1_000_000);
  expect(budgetParts([], 3)).toEqual([]);
});

/** The bar and the budget below it. */
function barsOf(ranking: readonly RankedOperation[]): string[] {
  const lines = renderTerminal({ ...rich, ranking }, { columns: 60, colours: false }).split('\n');
  const place = lines.indexOf('A slow tick, and the budget of 1 ms');
  return place === -1 ? [] : lines.slice(place + 1, place + 3).map((line) => line.slice(2, 50).trimEnd());
}

it('are drawn to one scale with the budget, whichever of the two is longer', () => {
  // 48 cells for the longer one.
  expect(barsOf(FIVE)).toEqual([
    `${'█'.repeat(24)}${'▓'.repeat(14)}${'▒'.repeat(5)}${'░'.repeat(5)}`,
    `├${'─'.repeat(46)}┤`,
  ]);
  expect(barsOf([ranked('a', 250, 1)])).toEqual(['█'.repeat(12), `├${'─'.repeat(46)}┤`]);
  expect(barsOf([ranked('a', 4_000, 1)])).toEqual(['█'.repeat(48), `├${'─'.repeat(10)}┤`]);
  expect(barsOf([])).toEqual([]);
});
