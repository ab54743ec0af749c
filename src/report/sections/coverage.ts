// What was measured and by which rule, and what could not be reached.

import { formatCount } from '../../model/format-units.js';
import { functionText, notSeenText } from '../../model/rules.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';

const MOST_ROWS = 15;

export function measured({ coverage }: Report, page: Page): SectionText | undefined {
  const rows = coverage.instrumented.toSorted((left, right) => right.count - left.count);
  if (rows.length === 0) return undefined;
  const lines = tableLines(
    [
      { title: 'calls', align: 'right' },
      { title: 'what', align: 'left', flexible: true },
      { title: 'found by', align: 'left', most: 34 },
    ],
    rows.slice(0, MOST_ROWS).map((row) => ({
      cells: [formatCount(row.count), functionText(row), row.ruleText],
      styles: [undefined, row.count > 0 ? undefined : 'dim', 'dim'],
    })),
    page,
  );
  return { title: 'What was measured', lines: [...lines, ...more(rows.length, page)] };
}

export function notMeasured({ coverage: { notSeen } }: Report, page: Page): SectionText | undefined {
  if (notSeen.length === 0) return undefined;
  const lines = tableLines(
    [{ title: '', align: 'left', flexible: true }],
    notSeen.slice(0, MOST_ROWS).map((row) => ({ cells: [notSeenText(row)], beneath: row.why })),
    page,
  );
  return { title: 'What could not be measured', lines: [...lines, ...more(notSeen.length, page)] };
}

function more(rows: number, page: Page): string[] {
  const left = rows - MOST_ROWS;
  return left > 0 ? [INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : [];
}
