// The report of one symbol as text for a terminal.

import type { SymbolReport } from '../../model/report/symbol-report.js';
import { distributionLines } from '../distribution.js';
import type { Page, SectionText } from '../page.js';
import { feeds } from '../sections/feeds.js';
import { notes } from '../sections/notes.js';
import { orders } from '../sections/orders.js';
import { slowest } from '../sections/slowest.js';
import { aboutText } from '../sections/verdict.js';
import { firstRows, INDENT, tableLines } from '../table.js';
import { pageOf, type PageOptions, sectionsAsText } from '../terminal.js';
import { fit, wrap } from '../text.js';
import { symbolFunctions, symbolHeadline, symbolTable } from './parts.js';

const MOST_FUNCTIONS = 10;

/** @returns lines, each with its line break, no wider than the terminal */
export function symbolAsText(report: SymbolReport, options: PageOptions): string {
  const page = pageOf(options);
  const parts = [head, ticks, functions, orders, slowest, feeds, limits, notes];
  return sectionsAsText(
    parts.flatMap((part) => part(report, page) ?? []),
    page,
  );
}

function head(report: SymbolReport, { columns, paint }: Page): SectionText {
  return {
    lines: [
      paint('bold', fit(`${report.symbol} in ${report.program.name}`, columns)),
      ...wrap(aboutText(report.program), columns).map((line) => paint('dim', line)),
      '',
      ...wrap(symbolHeadline(report), columns),
    ],
  };
}

function ticks(report: SymbolReport, page: Page): SectionText {
  const { columns, rows } = symbolTable(report);
  return {
    title: 'Ticks',
    lines: [...tableLines(columns, rows, page), '', ...distributionLines(report.histograms.ticks, page)],
  };
}

function functions(report: SymbolReport, page: Page): SectionText | undefined {
  const table = symbolFunctions(report);
  return table && { title: 'Functions that were running', lines: firstRows(table, MOST_FUNCTIONS, page) };
}

function limits({ limits: sentences }: SymbolReport, page: Page): SectionText {
  return {
    title: 'What is not told of one symbol',
    lines: sentences.flatMap((text) => wrap(text, page.columns - INDENT.length)).map((line) => INDENT + line),
  };
}
