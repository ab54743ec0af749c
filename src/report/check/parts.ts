// The result of a check, for a terminal and for Markdown.

import { formatCount, withoutZeros } from '../../model/format-units.js';
import type { CheckReport, CheckRow, CheckStatus } from '../../model/report/check-report.js';
import { inComparedUnit } from '../change-text.js';
import type { DocumentPart } from '../document.js';
import { BAD, GOOD, UNSURE } from '../page.js';
import type { Style } from '../paint.js';

const STYLES: Readonly<Record<CheckStatus, Style>> = { pass: GOOD, fail: BAD, 'not judged': UNSURE };

export function checkParts(check: CheckReport): DocumentPart[] {
  const { status, rows, doubts } = check;
  return [
    { paragraphs: [{ text: checkHeadline(check), style: STYLES[status] }] },
    {
      title: 'Budgets',
      table: {
        columns: [
          { title: '', align: 'left', flexible: true, isCode: true },
          { title: 'measured', align: 'right' },
          { title: 'at most', align: 'right' },
          { title: 'baseline', align: 'right' },
          { title: '', align: 'left' },
        ],
        rows: rows.map((row) => ({
          cells: [row.name, ...[row.value, row.limit, row.baseline].map((value) => amountText(value, row)), row.status],
          styles: ['bold', undefined, 'dim', 'dim', STYLES[row.status]],
          beneath: row.evidence,
          ...(row.location !== undefined && { location: row.location }),
        })),
      },
    },
    ...(doubts.length === 0 ? [] : [{ title: 'Why not all was judged', paragraphs: doubts.map((text) => ({ text })) }]),
  ];
}

/** One sentence. */
export function checkHeadline({ program, ticks, status, rows }: CheckReport): string {
  const count = (wanted: CheckStatus): number => rows.filter((row) => row.status === wanted).length;
  const budgets = `${formatCount(rows.length)} ${rows.length === 1 ? 'budget' : 'budgets'}`;
  const about = `${program}, ${formatCount(ticks)} ticks.`;
  if (status === 'pass') return `Passed: ${formatCount(count('pass'))} of ${budgets} kept; ${about}`;
  const open = `${formatCount(count('not judged'))} could not be judged`;
  if (status === 'not judged') return `Not judged, and no pass: of ${budgets} ${open}; ${about}`;
  const broken = `${formatCount(count('fail'))} ${count('fail') === 1 ? 'is' : 'are'} broken`;
  return `Failed: of ${budgets} ${broken}${count('not judged') === 0 ? '' : `, and ${open}`}; ${about}`;
}

function amountText(value: number | undefined, { unit }: CheckRow): string {
  return value === undefined ? '-' : withoutZeros(inComparedUnit(value, unit));
}

/** `1.31 ms, at most 1 ms: 4,000 ticks` */
export function rowText(row: CheckRow): string {
  const { status, value, limit, evidence } = row;
  if (value === undefined || limit === undefined || status === 'not judged') return evidence;
  return `${amountText(value, row)}, at most ${amountText(limit, row)}: ${evidence}`;
}
