// Each target with what was measured, and the evidence beneath it.

import { formatBytes, formatCount, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import type { Report, ReportTarget, ReportTicks } from '../../model/report/report.js';
import { TARGET_TITLES, type TargetId } from '../../model/targets.js';
import type { Bytes, Nanoseconds, Share } from '../../model/units.js';
import { responseText } from './arrivals.js';
import { BAD, GOOD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { INDENT, type Table, tableLines } from '../table.js';

const COMPARISONS: Readonly<Record<TargetId, string>> = { P1: '≥', P2: '<', P3: '<', P4: '>', P5: '<' };

/** Of one target; those that fail are all shown. */
const MOST_PASSES = 3;

const STATUS_STYLES: Readonly<Record<ReportTarget['status'], Style>> = { pass: GOOD, fail: BAD, unknown: UNSURE };

export function targets({ targets: rows, ticks }: Report, page: Page): SectionText {
  const shown = rows.filter((row) => row.status !== 'pass' || passesBefore(row, rows) < MOST_PASSES);
  const { columns, rows: cells } = targetTable(shown, ticks);
  const lines = tableLines(columns, cells, page);
  const left = rows.length - shown.length;
  const rest = INDENT + page.paint('dim', `and ${formatCount(left)} more that pass`);
  return { title: 'Targets', lines: left > 0 ? [...lines, rest] : lines };
}

export function targetTable(shown: readonly ReportTarget[], ticks: ReportTicks): Table {
  return {
    columns: [
      { title: '', align: 'left' },
      { title: 'target', align: 'left', flexible: true },
      { title: 'measured', align: 'right' },
      { title: 'wanted', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows: shown.map((row, position) => ({
      cells: [
        row.id,
        shown[position - 1]?.id === row.id ? row.scope : `${TARGET_TITLES[row.id]}: ${row.scope}`,
        measuredText(row),
        wantedText(row),
        row.status,
      ],
      styles: ['bold', undefined, undefined, 'dim', STATUS_STYLES[row.status]],
      beneath: targetEvidence(row, ticks),
    })),
  };
}

export function measuredText({ value, unit }: ReportTarget): string {
  return value === undefined ? '-' : inUnit(value, unit);
}

/** `< 10 ms` */
export function wantedText({ id, limit, unit }: ReportTarget): string {
  return `${COMPARISONS[id]} ${withoutZeros(inUnit(limit, unit))}`;
}

export function targetEvidence({ id, evidence }: ReportTarget, ticks: ReportTicks): string {
  return id === 'P1' ? [evidence, responseText(ticks) ?? []].flat().join('; ') : evidence;
}

/** Rows of the same target that stand before this one and pass. */
function passesBefore(row: ReportTarget, rows: readonly ReportTarget[]): number {
  return rows.slice(0, rows.indexOf(row)).filter(({ id, status }) => id === row.id && status === 'pass').length;
}

function inUnit(value: number, unit: ReportTarget['unit']): string {
  if (unit === 'share') return formatShare(value as Share);
  if (unit === 'nanoseconds') return formatDuration(value as Nanoseconds);
  return formatBytes(value as Bytes);
}
