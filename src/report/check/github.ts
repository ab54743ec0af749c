// Workflow commands of GitHub Actions: an annotation for each budget that was not kept, at its place in the code where that is known.

import type { CheckReport, CheckRow } from '../../model/report/check-report.js';
import { printable } from '../text.js';
import { checkHeadline, rowText } from './parts.js';

const LEVELS = { pass: 'notice', fail: 'error', 'not judged': 'warning' } as const;
/** Only of files of the repository: annotations of absolute paths belong to no file. */
const PLACE = /^(?<file>(?![/\\]|[A-Za-z]:)[^:]+):(?<line>\d+)(?::\d+)?$/;

export function checkAsAnnotations(check: CheckReport): string {
  const { status, rows } = check;
  return [
    ...rows.filter((row) => row.status !== 'pass').map(annotation),
    `::${LEVELS[status]} title=tickscope check::${asData(checkHeadline(check))}`,
    '',
  ].join('\n');
}

function annotation(row: CheckRow): string {
  const { file, line } = PLACE.exec(row.location ?? '')?.groups ?? {};
  const place = file === undefined || line === undefined ? '' : `file=${asProperty(file)},line=${line},`;
  return `::${LEVELS[row.status]} ${place}title=${asProperty(`${row.name}: ${row.status}`)}::${asData(rowText(row))}`;
}

function asData(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function asProperty(text: string): string {
  return asData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
