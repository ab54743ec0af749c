// Rows in columns. One column gives way where the page is too narrow; the others are as wide as what stands in them.

import { formatCount } from '../model/format-units.js';
import type { Page } from './page.js';
import type { Style } from './paint.js';
import { filler, fit, fitEnd, widthOf, wrap } from './text.js';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** This one gives way. */
  readonly flexible?: true;
  /** Cells of a column that does not; 14 where nothing is said. */
  readonly most?: number;
}

export interface Row {
  readonly cells: readonly string[];
  /** By column. */
  readonly styles?: readonly (Style | undefined)[];
  /** Stands beneath the row, wrapped. */
  readonly beneath?: string;
  /** A location in code, which stands beneath the row on one line; its end tells most. */
  readonly location?: string;
}

/** What a table says, without the look of a terminal. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export const INDENT = '  ';
const GAP = '  ';
const BENEATH_INDENT = '      ';
/** Six columns of this width, their gaps and the indent are 60 cells: the narrowest page. */
const NARROWEST = 8;
/** Room for any number that makes sense. */
const WIDEST_FIXED = 14;

/** @returns lines no wider than the page; without rows, none */
export function tableLines(columns: readonly Column[], rows: readonly Row[], page: Page): string[] {
  if (rows.length === 0) return [];
  const titles = columns.map(({ title }) => title);
  const widths = columnWidths(columns, [titles, ...rows.map(({ cells }) => cells)], page.columns);
  const dim = columns.map((): Style => 'dim');
  const lineOf = (cells: readonly string[], styles: Row['styles']): string =>
    INDENT +
    columns
      .map(({ align }, index) => {
        const width = widths[index] ?? 0;
        const text = fit(cells[index] ?? '', width);
        const style = styles?.[index];
        const painted = style === undefined ? text : page.paint(style, text);
        return align === 'left' ? painted + filler(text, width) : filler(text, width) + painted;
      })
      .join(GAP);
  const head = titles.some((title) => title !== '') ? [lineOf(titles, dim)] : [];
  return [...head, ...rows.flatMap((row) => [lineOf(row.cells, row.styles), ...linesBeneath(row, page)])];
}

/** The first rows, and a line that counts the others. */
export function firstRows({ columns, rows }: Table, most: number, page: Page): string[] {
  const lines = tableLines(columns, rows.slice(0, most), page);
  const left = rows.length - most;
  return left > 0 ? [...lines, INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : lines;
}

function linesBeneath({ beneath, location }: Row, { columns, paint }: Page): string[] {
  const width = columns - BENEATH_INDENT.length;
  const lines = beneath === undefined ? [] : wrap(beneath, width);
  if (location !== undefined) lines.push(fitEnd(location, width));
  return lines.map((line) => BENEATH_INDENT + paint('dim', line));
}

function columnWidths(columns: readonly Column[], rows: readonly (readonly string[])[], page: number): number[] {
  const widths = columns.map(({ flexible, most = flexible ? page : WIDEST_FIXED }, index) =>
    Math.max(...rows.map((cells) => widthOf(fit(cells[index] ?? '', most)))),
  );
  const room = page - INDENT.length - GAP.length * (columns.length - 1);
  const flexible = columns.findIndex((column) => column.flexible);
  for (let over = sum(widths) - room; over > 0; over = sum(widths) - room) {
    const narrowed = (widths[flexible] ?? 0) > NARROWEST ? flexible : widths.indexOf(Math.max(...widths));
    // So many columns do not fit into so narrow a page: their lines are longer.
    if ((widths[narrowed] ?? 0) <= NARROWEST) break;
    widths[narrowed] = Math.max(NARROWEST, (widths[narrowed] ?? 0) - over);
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
