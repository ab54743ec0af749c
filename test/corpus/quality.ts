// How well the default rules tell trading from what looks like it, by the programs' own counts.
//
// Calls: of a program that counts t ticks and has r recorded, min(r, t) are right, r - t too many, t - r missed; the sums over
// all programs give the precision (right of recorded) and the recall (right of counted). Programs: one with ticks is found
// where r = t. Precision is the found ones of those and of all in which more ticks were recorded than there are (r > t); recall
// is the found ones of those that have ticks.

import { type CorpusRun, total } from './corpus-programs.js';

export interface Quality {
  readonly precision: number;
  readonly recall: number;
}

export function qualityOfCalls(runs: readonly CorpusRun[]): Quality {
  const right = sum(runs, ({ truth, found }) => Math.min(truth.ticks, found.ticks));
  return {
    precision: right / sum(runs, ({ found }) => found.ticks),
    recall: right / sum(runs, ({ truth }) => truth.ticks),
  };
}

export function qualityOfPrograms(runs: readonly CorpusRun[]): Quality {
  const withTicks = runs.filter(({ truth }) => truth.ticks > 0);
  const found = withTicks.filter(({ truth, found: { ticks } }) => ticks === truth.ticks).length;
  const tooMany = runs.filter(({ truth, found: { ticks } }) => ticks > truth.ticks).length;
  return { precision: found / (found + tooMany), recall: found / withTicks.length };
}

function sum(runs: readonly CorpusRun[], pick: (run: CorpusRun) => number): number {
  return runs.reduce((all, run) => all + pick(run), 0);
}

/** Counted by the program / recorded, for each program. */
export function tableOf(runs: readonly CorpusRun[]): string {
  const pair = (truth: number, found: number): string => `${truth}/${found}`.padStart(11);
  const rows = runs.map(({ program, truth, found }) => {
    const differs = truth.ticks === found.ticks ? ' ' : '*';
    const indicators = pair(total(truth.indicators), total(found.indicators));
    const database = pair(total(truth.database), total(found.database));
    return `${differs} ${program.padEnd(36)}${pair(truth.ticks, found.ticks)}${indicators}${database}${pair(truth.queries, found.queries)}`;
  });
  const heading = ['ticks', 'indicators', 'database', 'queries'].map((title) => title.padStart(11)).join('');
  const quality = (what: string, { precision, recall }: Quality): string =>
    `${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  return [
    `  ${'program, counted/recorded'.padEnd(36)}${heading}`,
    ...rows,
    quality('programs', qualityOfPrograms(runs)),
    quality('calls', qualityOfCalls(runs)),
  ].join('\n');
}
