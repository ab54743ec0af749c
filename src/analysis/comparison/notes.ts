// What makes two sides hard to compare, in words.

import { formatCount, formatShare } from '../../model/format-units.js';
import { areOtherMachines, machinesText } from '../../model/machine.js';
import type { Report } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';
import { countedText } from '../wording.js';
import { sum } from '../statistics/numbers.js';
import { doubtTexts } from './doubts.js';
import { machinesOf } from './machines.js';

/** Ticks of the two sides differ by more than this share: they had other inputs. */
const SAME_TICKS_SHARE = 0.05;

export function comparisonNotes(before: readonly Report[], after: readonly Report[]): string[] {
  const sides = [
    ['before', before],
    ['after', after],
  ] as const;
  return [
    ...differentText('program', before, after, ({ program }) => program.name),
    ...differentText('Node.js', before, after, ({ program }) => program.node),
    ...machineNotes(before, after),
    ...ticksText(before, after),
    ...sides.flatMap(([side, reports]) => doubtTexts(reports).map((text) => `${side}: ${text}`)),
  ];
}

function differentText(
  what: string,
  before: readonly Report[],
  after: readonly Report[],
  of: (report: Report) => string,
): string[] {
  const [old, now] = [before, after].map((reports) => [...new Set(reports.map(of))].toSorted().join(', '));
  return old === now ? [] : [`another ${what}: ${old} before, ${now} after`];
}

function machineNotes(before: readonly Report[], after: readonly Report[]): string[] {
  const [old, now] = [before, after].map(machinesOf);
  const unknown = [...(old === undefined ? ['before'] : []), ...(now === undefined ? ['after'] : [])];
  if (unknown.length > 0)
    return [
      `unknown machine ${unknown.join(' and ')}: where it is another one, a difference need not be the program's`,
    ];
  if (!areOtherMachines(old, now)) return [];
  return [`another machine: ${machinesText(old)} before, ${machinesText(now)} after; nothing but counts is judged`];
}

function ticksText(before: readonly Report[], after: readonly Report[]): string[] {
  const [old, now] = [before, after].map(
    (reports) => sum(reports.map(({ ticks }) => ticks.count)) / reports.length,
  ) as [number, number];
  if (Math.abs(now - old) <= SAME_TICKS_SHARE * Math.max(old, now)) return [];
  const apart = formatShare((Math.abs(now - old) / Math.max(old, now)) as Share);
  return [
    `a run has ${countedText(old, 'tick')} before and ${formatCount(now)} after, ${apart} apart: where the input was not the same, a difference need not be the program's`,
  ];
}
