// What the report of one symbol says, for a terminal, Markdown and the page.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { SymbolReport, SymbolTicks } from '../../model/report/symbol-report.js';
import type { Share } from '../../model/units.js';
import type { DocumentPart } from '../document.js';
import { documentAsMarkdown } from '../markdown.js';
import { frameIntervalText, frameText } from '../sections/profile.js';
import { feedTable } from '../sections/feeds.js';
import { orderTable } from '../sections/orders.js';
import { aboutText } from '../sections/verdict.js';
import type { Table } from '../table.js';

/** One sentence, beside what all ticks do. */
export function symbolHeadline({ symbol, ticks, allTicks }: SymbolReport): string {
  const share = formatShare((ticks.count / Math.max(1, allTicks.count)) as Share);
  return `${symbol}: ${formatCount(ticks.count)} of ${formatCount(allTicks.count)} ticks (${share}). ${timesText(ticks)}; of all ticks, ${timesText(allTicks)}.`;
}

function timesText({ underTargetShare, p95Nanos }: SymbolTicks): string {
  return `${formatShare(underTargetShare)} take < 1 ms, p95 is ${formatDuration(p95Nanos)}`;
}

export function symbolTable({ symbol, ticks, allTicks }: SymbolReport): Table {
  const count = ({ count: ended }: SymbolTicks): string => formatCount(ended);
  const failed = (of: SymbolTicks): string => formatCount(of.failed);
  const time =
    (field: 'p50Nanos' | 'p95Nanos' | 'p99Nanos' | 'maxNanos') =>
    (of: SymbolTicks): string =>
      formatDuration(of[field]);
  const rows: readonly (readonly [string, (of: SymbolTicks) => string])[] = [
    ['ended', count],
    ['failed', failed],
    ['p50', time('p50Nanos')],
    ['p95', time('p95Nanos')],
    ['p99', time('p99Nanos')],
    ['the longest', time('maxNanos')],
    ['take < 1 ms', ({ underTargetShare }) => formatShare(underTargetShare)],
  ];
  return {
    columns: [
      { title: 'ticks', align: 'left', flexible: true },
      { title: symbol, align: 'right', most: 30 },
      { title: 'all', align: 'right' },
    ],
    rows: rows.map(([name, of]) => ({ cells: [name, of(ticks), of(allTicks)], styles: [undefined, 'bold', 'dim'] })),
  };
}

/** `undefined` where no sample is in a tick of the symbol, or they are too few to name a function. */
export function symbolFunctions({ profile }: SymbolReport): Table | undefined {
  if (profile === undefined || profile.frames.length === 0) return undefined;
  return {
    columns: [
      { title: 'share', align: 'right' },
      { title: 'interval, %', align: 'left' },
      { title: 'function', align: 'left', flexible: true },
    ],
    rows: profile.frames.map((frame) => ({
      cells: [formatShare(frame.share), frameIntervalText(frame), frameText(frame)],
      styles: ['bold', 'dim', 'bold'],
      ...(frame.location !== undefined && { location: frame.location }),
    })),
  };
}

export function symbolAsMarkdown(report: SymbolReport): string {
  const { program, orders, feed, limits, notes, symbol } = report;
  const functions = symbolFunctions(report);
  const tablePart = (title: string, table: Table | undefined): DocumentPart[] =>
    table === undefined || table.rows.length === 0 ? [] : [{ title, table }];
  return documentAsMarkdown([
    {
      paragraphs: [{ text: symbolHeadline(report), style: 'bold' }, { text: `${program.name}, ${aboutText(program)}` }],
    },
    ...tablePart('Ticks', symbolTable(report)),
    ...tablePart(`Functions that were running in ticks of ${symbol}`, functions),
    ...tablePart('Orders', orderTable(orders)),
    ...tablePart('Feeds', feedTable(feed)),
    { title: 'What is not told of one symbol', paragraphs: [...limits, ...notes].map((text) => ({ text })) },
  ]);
}
