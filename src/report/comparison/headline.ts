// The one sentence on top of a comparison.

import { formatCount, formatShare, withoutZeros } from '../../model/format-units.js';
import { areOtherMachines } from '../../model/machine.js';
import type { Compared, ComparedVerdict, ComparisonReport } from '../../model/report/comparison-report.js';
import type { Share } from '../../model/units.js';
import { changeText } from '../change-text.js';

export interface Headline {
  readonly text: string;
  readonly verdict: ComparedVerdict;
}

/** Of response time where that is known, else of durations. */
export function headline(comparison: ComparisonReport): Headline {
  const { measures } = comparison;
  const leading =
    measures.find(({ name }) => name.startsWith('response')) ?? measures.find(({ name }) => name === 'tick p95');
  if (leading === undefined) return { text: 'Not judged: no tick was seen.', verdict: 'not judged' };
  return { text: textOf(leading.name, leading, comparison), verdict: leading.verdict };
}

function textOf(name: string, compared: Compared, comparison: ComparisonReport): string {
  const { differenceShare, interval, verdict, couldHaveSeenShare } = compared;
  const difference = differenceShare === undefined ? '' : `${name} ${changeText(differenceShare)}`;
  if (verdict === 'not judged') return `Not judged: ${whyNotJudged(difference, comparison)}`;
  if (verdict === 'no change shown') {
    return `No change shown: ${difference}; could have seen ${formatShare((couldHaveSeenShare ?? 0) as Share)}.`;
  }
  const limits =
    interval === undefined
      ? ''
      : ` (${changeText(interval.lowerShare)} to ${changeText(interval.upperShare)} with ${withoutZeros(formatShare(interval.confidence))} confidence)`;
  return `${verdict === 'faster' ? 'Faster' : 'Slower'}: ${difference}${limits}.`;
}

function whyNotJudged(difference: string, { basis, before, after, family, neededRuns }: ComparisonReport): string {
  if (areOtherMachines(before.machines, after.machines)) {
    return `another machine after than before. ${difference === '' ? 'One side has no ticks' : `${difference} in these runs`}, and that may be the machine's.`;
  }
  const seen = difference === '' ? 'One side has no ticks' : `${difference} in these runs`;
  if (basis === 'one run each') {
    return `no interval, one run each. ${seen}; two runs of the same program differ too. tickscope compare --run "A" --run "B" --pairs 12 tells them apart.`;
  }
  const runs = Math.min(before.runs, after.runs);
  if (runs >= neededRuns) return `${seen}, and not every run has a value.`;
  const [unit, many] = basis === 'pairs' ? ['pairs', runs] : ['runs a side', runs];
  return `${formatCount(many)} ${unit}, and of ${formatCount(family)} measures nothing can be shown with fewer than ${formatCount(neededRuns)}. ${seen}.`;
}
