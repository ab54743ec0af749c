// Tables of the page: every number is in one, whether or not a chart is drawn of it.

import { formatCount } from '../../model/format-units.js';
import type { Style } from '../paint.js';
import type { Column, Row, Table } from '../table.js';
import { markup, type Markup, nameText } from './markup.js';

/** The page of a program with a row for everything is to be read, and to be sent. */
const MOST_ROWS = 200;

/** @param caption says what the rows are; two tables of a page have different ones */
export function htmlTable(caption: string, { columns, rows }: Table): Markup {
  if (rows.length === 0) return markup``;
  const heading = headingColumn(columns);
  return markup`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>
            ${columns.map(headOf)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map((row) => rowOf(row, columns, heading))}
        </tbody>
      </table>
    </div>
    ${moreText(rows.length)}`;
}

function moreText(rows: number): Markup {
  const left = rows - MOST_ROWS;
  return left > 0 ? markup`<p class="dim">and ${formatCount(left)} more: --format json has all</p>` : markup``;
}

/** The one that names the row. */
function headingColumn(columns: readonly Column[]): number {
  return Math.max(
    0,
    columns.findIndex(({ flexible }) => flexible),
  );
}

function headOf({ title, align }: Column): Markup {
  // A heading without text is none.
  return title === '' ? markup`<td></td>` : markup`<th scope="col"${alignment(align)}>${title}</th>`;
}

function rowOf({ cells, styles = [], beneath, location }: Row, columns: readonly Column[], heading: number): Markup {
  const parts = columns.map(({ align }, place) => {
    const cell = painted(cells[place] ?? '', styles[place]);
    if (place !== heading) return markup`<td${alignment(align)}>${cell}</td>`;
    return markup`<th scope="row"${alignment(align)}>${cell}${small(beneath)}${small(location)}</th>`;
  });
  return markup`<tr>${parts}</tr>\n`;
}

function alignment(align: Column['align']): Markup {
  return align === 'right' ? markup` class="number"` : markup``;
}

function painted(cell: string, style: Style | undefined): Markup {
  const text = nameText(cell);
  return style === undefined ? markup`${text}` : markup`<span class="${style}">${text}</span>`;
}

function small(text: string | undefined): Markup {
  return text === undefined || text === '' ? markup`` : markup`<small>${text}</small>`;
}
