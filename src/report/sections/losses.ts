// What was left out, and how often.

import { formatCount } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { tableLines } from '../table.js';

export function losses({ losses: rows }: Report, page: Page): SectionText | undefined {
  if (rows.length === 0) return undefined;
  const lines = tableLines(
    [
      { title: 'times', align: 'right' },
      { title: 'what', align: 'left', flexible: true },
    ],
    rows.map(({ count, text }) => ({ cells: [formatCount(count), text] })),
    page,
  );
  return { title: 'What was left out', lines };
}
