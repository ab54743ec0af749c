// Orders: where their time goes, from the tick until the venue has answered.

import { formatCount, formatDuration } from '../../model/format-units.js';
import type { OrderLeg, ReportOrder } from '../../model/report/order-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, type Row, type Table, tableLines } from '../table.js';

const MOST_ORDERS = 8;

export function orders({ orders: all }: Pick<Report, 'orders'>, page: Page): SectionText | undefined {
  if (all.length === 0) return undefined;
  const { columns, rows } = orderTable(all.slice(0, MOST_ORDERS));
  const lines = tableLines(columns, rows, page);
  const left = all.length - MOST_ORDERS;
  return {
    title: 'Orders',
    lines: left > 0 ? [...lines, INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : lines,
  };
}

/** A row for each, and one for each leg of its way that is known. */
export function orderTable(all: readonly ReportOrder[]): Table {
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'orders', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'open', align: 'right' },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'p99', align: 'right' },
    ],
    rows: all.flatMap(rowsOf),
  };
}

function rowsOf(order: ReportOrder): Row[] {
  const { count, failed, open, decisionNanos, sentNanos, acknowledgedNanos } = order;
  return [
    {
      cells: [nameOf(order), formatCount(count), formatCount(failed), formatCount(open)],
      styles: ['bold', undefined, failed > 0 ? 'red' : 'dim', open > 0 ? undefined : 'dim'],
    },
    ...legRow('decided', decisionNanos),
    ...legRow('sent', sentNanos),
    ...legRow('acknowledged', acknowledgedNanos),
  ];
}

function nameOf({ action, venue, symbol }: ReportOrder): string {
  return [action, ...(symbol === undefined ? [] : [symbol]), ...(venue === undefined ? [] : [venue])].join(' ');
}

function legRow(name: string, leg: OrderLeg | undefined): Row[] {
  if (leg === undefined) return [];
  const times = [leg.p50Nanos, leg.p95Nanos, leg.p99Nanos].map(formatDuration);
  return [{ cells: [`+ ${name}`, '', '', '', ...times], styles: ['dim'] }];
}
