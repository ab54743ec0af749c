// Tables on pages of any width.

import { tableLines } from '../../src/report/table.js';

const columns = Array.from({ length: 9 }, (_, place) => ({ title: `column ${place}`, align: 'left' as const }));
const rows = [{ cells: columns.map(({ title }) => `${title} of the row`) }];

it.each([20, 40, 60, 400])('end on a page of %d columns, where they fit and where so many columns cannot', (width) => {
  const lines = tableLines(columns, rows, { columns: width, paint: (_style, text) => text });
  expect(lines).toHaveLength(2);
});
