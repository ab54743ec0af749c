// The report of one symbol as one HTML file, with the tables and charts that the whole report has of all.

import type { SymbolReport } from '../../model/report/symbol-report.js';
import { symbolFunctions, symbolHeadline, symbolTable } from '../symbol/parts.js';
import { aboutText } from '../sections/verdict.js';
import { type PageAssets, renderPage } from './document.js';
import { type HtmlSection, paragraphs } from './html-section.js';
import { htmlTable } from './html-table.js';
import { pageDistribution } from './make-page-data.js';
import { keptFlame } from './flames.js';
import { MOST_TICKS, pageTick } from './kept-trees.js';
import { markup } from './markup.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import { timeByOperation } from './sections/functions.js';
import { keptTicks } from './sections/kept-ticks.js';
import { drawnSpread } from './sections/spread.js';
import { allFeeds, orderWays } from './sections/tables.js';

export function symbolAsHtml(report: SymbolReport, assets: PageAssets): string {
  const { program, symbol, slowest, histograms } = report;
  const sections = [
    head(report),
    durations(report),
    functions(report),
    keptTicks(report),
    timeByOperation({ slowest }),
    orderWays(report),
    allFeeds(report),
    limits(report),
  ].filter((section) => section !== undefined);
  const data = {
    budgetNanos: TICK_TARGET_NANOS,
    timeline: [],
    distribution: pageDistribution(histograms.ticks),
    ticks: slowest.slice(0, MOST_TICKS).map(pageTick),
    flames: keptFlame(slowest),
  };
  return renderPage({ name: `${symbol} in ${program.name}`, about: aboutText(program), sections, data }, assets);
}

function head(report: SymbolReport): HtmlSection {
  return {
    id: 'verdict',
    title: 'Ticks of the symbol',
    body: markup`<p class="verdict">${symbolHeadline(report)}</p>
      ${htmlTable('Ticks of the symbol, and all', symbolTable(report))}`,
  };
}

function durations({ histograms }: SymbolReport): HtmlSection {
  return { id: 'ticks', title: 'How long they took', body: drawnSpread(histograms.ticks) };
}

function functions(report: SymbolReport): HtmlSection | undefined {
  const table = symbolFunctions(report);
  if (table === undefined) return undefined;
  const title = 'Functions that were running';
  return { id: 'sampled', title, body: htmlTable(title, table) };
}

function limits({ limits: sentences, notes }: SymbolReport): HtmlSection {
  return { id: 'limits', title: 'What is not told of one symbol', body: paragraphs([...sentences, ...notes]) };
}
