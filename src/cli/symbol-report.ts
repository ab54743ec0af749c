// `--symbol`: the report of one symbol of a record.

import { type NoSuchSymbol, SymbolReportBuilder } from '../analysis/symbol/build-symbol-report.js';
import { nearestNames } from '../config/nearest-name.js';
import { formatCount } from '../model/format-units.js';
import { OTHER } from '../model/operation.js';
import type { SymbolReport } from '../model/report/symbol-report.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { symbolAsHtml } from '../report/html/symbol-page.js';
import { printable } from '../report/text.js';
import { symbolAsMarkdown } from '../report/symbol/parts.js';
import { symbolAsText } from '../report/symbol/terminal.js';
import { UsageError } from './exit-codes.js';
import { type ReportTexts } from './output.js';
import { readPageAssets } from './page-assets.js';
import { readRecord } from './read-report.js';

/** @throws UsageError where the record has no numbers of it @throws UnusableSourceError where there is no record */
export function readSymbolReport(
  symbol: string,
  sources: readonly string[],
  window: TimeWindow | undefined,
): SymbolReport {
  const found = readRecord('report', sources, window, () => new SymbolReportBuilder(symbol));
  if ('schema' in found) return found;
  throw new UsageError(printable(`--symbol ${symbol} ${whyNot(symbol, found)}`));
}

function whyNot(symbol: string, { symbols, otherTicks }: NoSuchSymbol): string {
  if (symbols.length + otherTicks === 0) {
    return 'is not there: no event of the record has a symbol. It is taken from the argument of the handler, see extract in the configuration.';
  }
  const nearest = nearestNames(symbol, symbols).join(', ');
  const there = `The nearest of ${formatCount(symbols.length)} that are: ${nearest}.`;
  return otherTicks === 0
    ? `is not there. ${there}`
    : `has no numbers of its own. It did not occur, or came when its process already told 192 symbols apart: then it is in ${OTHER}, with ${formatCount(otherTicks)} ticks of others. ${there}`;
}

export function symbolTexts(report: SymbolReport): ReportTexts {
  return {
    terminal: (look) => symbolAsText(report, look),
    json: () => `${JSON.stringify(report, undefined, 2)}\n`,
    markdown: () => symbolAsMarkdown(report),
    html: () => symbolAsHtml(report, readPageAssets()),
  };
}
