// Each target with what was measured, and the evidence beneath it.

import type { Report, ReportTarget } from '../../model/report.js';
import { TARGET_TITLES, type TargetId } from '../../model/targets.js';
import type { Bytes, Nanoseconds, Share } from '../../model/units.js';
import { formatBytes, formatDuration, formatShare } from '../format-units.js';
import { BAD, GOOD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { tableLines } from '../table.js';

const COMPARISONS: Readonly<Record<TargetId, string>> = { P1: '≥', P2: '<', P3: '<', P4: '>', P5: '<' };

const STATUS_STYLES: Readonly<Record<ReportTarget['status'], Style>> = { pass: GOOD, fail: BAD, unknown: UNSURE };

export function targets({ targets: rows }: Report, page: Page): SectionText {
  const lines = tableLines(
    [
      { title: '', align: 'left' },
      { title: 'target', align: 'left', flexible: true },
      { title: 'measured', align: 'right' },
      { title: 'wanted', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows.map((row, position) => ({
      cells: [
        row.id,
        rows[position - 1]?.id === row.id ? row.scope : `${TARGET_TITLES[row.id]}: ${row.scope}`,
        row.value === undefined ? '-' : inUnit(row.value, row.unit),
        `${COMPARISONS[row.id]} ${inUnit(row.limit, row.unit)}`,
        row.status,
      ],
      styles: ['bold', undefined, undefined, 'dim', STATUS_STYLES[row.status]],
      beneath: row.evidence,
    })),
    page,
  );
  return { title: 'Targets', lines };
}

function inUnit(value: number, unit: ReportTarget['unit']): string {
  if (unit === 'share') return formatShare(value as Share, 1);
  if (unit === 'nanoseconds') return formatDuration(value as Nanoseconds);
  return formatBytes(value as Bytes);
}
