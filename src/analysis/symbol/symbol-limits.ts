// What the report of one symbol cannot say, and why: better a sentence than a number of all symbols that looks like its own.

import { OTHER } from '../../model/operation.js';
import type { Report } from '../../model/report/report.js';
import { countedText } from '../wording.js';

export function symbolLimits(symbol: string, report: Report, keptTicks: number): string[] {
  return [
    'A record adds up over all symbols: what makes slow ticks slow, what-if, findings, waits, statements, memory and processor. tickscope report has them, and none of them is told for one symbol.',
    ...(keptTicks === 0
      ? ['No tree of its ticks was kept.']
      : [
          'The trees that are kept are the slowest and some others of all symbols: no sample of this one, so nothing is ranked by them.',
        ]),
    ...(report.program.warmupTicks > 0
      ? ['Ticks while warming up are in its numbers, so no target is judged by them.']
      : []),
    ...foldedText(symbol, report),
  ];
}

function foldedText(symbol: string, { program, ticks, orders, feed }: Report): string[] {
  const others = ticks.bySymbol.find(({ name }) => name === OTHER)?.count ?? 0;
  const isFolded = orders.some(({ venue }) => venue === OTHER) || feed.some(({ source }) => source === OTHER);
  if (symbol === OTHER) {
    return [
      `${OTHER} are symbols that came when their process already told 192 apart. Which ones, the record does not say.`,
    ];
  }
  return [
    // A process that tells a symbol apart does so from its first tick on.
    ...(others > 0 && program.processes > 1
      ? [
          `${countedText(others, 'tick')} of symbols that came late to a process are in ${OTHER}: where several processes handle ${symbol}, some may be its own.`,
        ]
      : []),
    ...(isFolded
      ? [`Orders and feeds beyond the first 192 of a process are in ${OTHER}: some may be of ${symbol}.`]
      : []),
  ];
}
