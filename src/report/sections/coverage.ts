// What was measured and by which rule, and what could not be reached.

import { formatCount } from '../../model/format-units.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import { functionText, notSeenText } from '../../model/rules.js';
import type { Report, ReportInstrumented } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, type Table } from '../table.js';

const MOST_ROWS = 15;

export function measured({ coverage }: Report, page: Page): SectionText | undefined {
  if (coverage.instrumented.length === 0) return undefined;
  return { title: 'What was measured', lines: firstRows(measuredTable(coverage.instrumented), MOST_ROWS, page) };
}

/** Most calls first. */
export function measuredTable(instrumented: readonly ReportInstrumented[]): Table {
  const rows = instrumented.toSorted((left, right) => right.count - left.count);
  return {
    columns: [
      { title: 'calls', align: 'right' },
      { title: 'what', align: 'left', flexible: true },
      { title: 'found by', align: 'left', most: 34 },
    ],
    rows: rows.map((row) => ({
      cells: [formatCount(row.count), functionText(row), row.ruleText],
      styles: [undefined, row.count > 0 ? undefined : 'dim', 'dim'],
    })),
  };
}

export function notMeasured({ coverage: { notSeen } }: Report, page: Page): SectionText | undefined {
  if (notSeen.length === 0) return undefined;
  return { title: 'What could not be measured', lines: firstRows(notMeasuredTable(notSeen), MOST_ROWS, page) };
}

export function notMeasuredTable(notSeen: readonly NotSeenRow[]): Table {
  return {
    columns: [{ title: '', align: 'left', flexible: true }],
    rows: notSeen.map((row) => ({ cells: [notSeenText(row)], beneath: row.why })),
  };
}
