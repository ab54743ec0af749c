// Sections that are tables or sentences, as the terminal has them, with all their rows.

import type { Report } from '../../../model/report/report.js';
import { cacheTable } from '../../sections/caches.js';
import { measuredTable, notMeasuredTable } from '../../sections/coverage.js';
import { externalTable } from '../../sections/external-calls.js';
import { feedTable } from '../../sections/feeds.js';
import { groupTable } from '../../sections/groups.js';
import { growthText } from '../../sections/growth.js';
import { lossTable } from '../../sections/losses.js';
import { orderTable } from '../../sections/orders.js';
import { overheadText } from '../../sections/overhead.js';
import { processTable } from '../../sections/processes.js';
import { SIZE_GROWTH_TITLE, sizeGrowthText } from '../../sections/size-growth.js';
import { type HtmlSection, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup } from '../markup.js';

export function groupTables({ ticks: { byName, bySymbol, byStrategy } }: Report): HtmlSection | undefined {
  if (byName.length + bySymbol.length + byStrategy.length === 0) return undefined;
  return {
    id: 'groups',
    title: 'By kind of event, symbol and strategy',
    body: markup`${htmlTable('Ticks by kind of event', groupTable('ticks', byName))}
    ${htmlTable('Ticks by symbol', groupTable('ticks', bySymbol))}
    ${htmlTable('Calls by strategy', groupTable('calls', byStrategy))}`,
  };
}

export function growing({ growth = [] }: Report): HtmlSection | undefined {
  if (growth.length === 0) return undefined;
  return { id: 'growth', title: 'Takes longer and longer', body: paragraphs(growth.map(growthText)) };
}

export function growingBySize({ growthBySize = [] }: Report): HtmlSection | undefined {
  if (growthBySize.length === 0) return undefined;
  return { id: 'growth-by-size', title: SIZE_GROWTH_TITLE, body: paragraphs(growthBySize.map(sizeGrowthText)) };
}

export function ticksByProcess({ program: { byProcess: rows = [] } }: Report): HtmlSection | undefined {
  if (rows.length === 0) return undefined;
  return { id: 'processes', title: 'Ticks by process', body: htmlTable('Ticks by process', processTable(rows)) };
}

export function orderWays({ orders }: Pick<Report, 'orders'>): HtmlSection | undefined {
  if (orders.length === 0) return undefined;
  return { id: 'orders', title: 'Orders', body: htmlTable('Orders, and the legs of their way', orderTable(orders)) };
}

export function allFeeds({ feed }: Pick<Report, 'feed'>): HtmlSection | undefined {
  if (feed.length === 0) return undefined;
  return { id: 'feeds', title: 'Feeds', body: htmlTable('Feeds', feedTable(feed)) };
}

export function outside({ externals = [] }: Report): HtmlSection | undefined {
  if (externals.length === 0) return undefined;
  const body = htmlTable('Calls to the outside', externalTable(externals));
  return { id: 'outside', title: 'Calls to the outside', body };
}

export function allCaches({ caches = [] }: Report): HtmlSection | undefined {
  if (caches.length === 0) return undefined;
  return { id: 'caches', title: 'Caches', body: htmlTable('Caches', cacheTable(caches)) };
}

export function coverageTables({ coverage: { instrumented, notSeen } }: Report): HtmlSection | undefined {
  if (instrumented.length + notSeen.length === 0) return undefined;
  return {
    id: 'coverage',
    title: 'What was measured, and what was not',
    body: markup`${htmlTable('What was measured', measuredTable(instrumented))}
    ${htmlTable('What could not be measured', notMeasuredTable(notSeen))}`,
  };
}

export function lossesAndCost({ overhead, losses, notes, source }: Report): HtmlSection | undefined {
  // No trace says what Tickscope cost.
  const cost = source === undefined ? [`What Tickscope itself cost: ${overheadText(overhead)}`] : [];
  if (cost.length + losses.length + notes.length === 0) return undefined;
  return {
    id: 'cost',
    title: 'Losses and cost',
    body: markup`${htmlTable('What was left out', lossTable(losses))}${paragraphs([...cost, ...notes])}`,
  };
}
