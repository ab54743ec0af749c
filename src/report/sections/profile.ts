// Where the program's code spends its time: functions below the handlers, by the operation that they ran in.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { ReportProfile, ReportProfileFrame, ReportProfileRow } from '../../model/report/profile-report.js';
import type { Report } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';
import { wrap } from '../text.js';

const MOST_ROWS = 8;
const MOST_FRAMES = 5;
/** Rows with a smaller share of the program's samples are not shown. */
const LEAST_SHARE = 0.01;
/** From here on the sampler missed too much to be silent about it. */
const STARVED_SHARE = 0.1;

export function profile({ profile: found }: Report, page: Page): SectionText | undefined {
  if (found === undefined) return undefined;
  const rows = found.rows.filter(
    ({ scope, share }) => (scope === 'operation' || scope === 'outside') && share >= LEAST_SHARE,
  );
  return {
    title: 'Functions that were running',
    lines: [
      ...wrap(samplesText(found), page.columns - INDENT.length).map((line) => INDENT + page.paint('dim', line)),
      ...rows.slice(0, MOST_ROWS).flatMap((row) => ['', ...rowLines(row, page)]),
    ],
  };
}

export function samplesText(found: ReportProfile): string {
  const share = (samples: number): string => formatShare((samples / Math.max(1, found.samples)) as Share);
  const starved =
    found.missingSamples / Math.max(1, found.samples) >= STARVED_SHARE
      ? ' The processor was busy with something else, or the samples came too fast to be told apart: what is missing may not be like the rest.'
      : '';
  return (
    `${formatCount(found.samples)} samples of the main thread, one each ${formatDuration(found.intervalNanos)}: ` +
    `program ${share(found.programSamples)}, idle ${share(found.idleSamples)}, garbage collection ${share(found.collectingSamples)}, ` +
    `Tickscope ${share(found.tickscopeSamples)}, native code ${share(found.nativeSamples)}, missing ${share(found.missingSamples)}. ` +
    `In brackets, the interval of 95 %.${starved}`
  );
}

function rowLines(row: ReportProfileRow, page: Page): string[] {
  const collecting =
    row.collecting > 0 ? `, and ${formatCount(row.collecting)} in which garbage was collected in it` : '';
  const head = `${sampledIn(row)}: ${formatShare(row.share)} of the program, ${formatCount(row.samples)} samples${collecting}`;
  const heads = wrap(head, page.columns - INDENT.length).map((line) => INDENT + page.paint('bold', line));
  if (row.frames.length === 0)
    return [...heads, `${INDENT}  ${page.paint('dim', 'too few samples to name a function')}`];
  return [
    ...heads,
    ...tableLines(
      [
        { title: '', align: 'right' },
        { title: '', align: 'left' },
        { title: '', align: 'left', flexible: true },
      ],
      row.frames.slice(0, MOST_FRAMES).map((frame) => ({
        cells: [formatShare(frame.share), frameIntervalText(frame), frameText(frame)],
        styles: ['bold', 'dim', 'bold'],
        ...(frame.location !== undefined && { location: frame.location }),
      })),
      page,
    ),
  ];
}

/** Of a row by operation. */
export function sampledIn({ scope, kind, name }: ReportProfileRow): string {
  return scope === 'outside' ? 'outside operations' : `${kind ?? ''} ${name}`;
}

export function frameIntervalText({ lowShare, highShare }: ReportProfileFrame): string {
  return `(${(lowShare * 100).toFixed(0)} to ${(highShare * 100).toFixed(0)})`;
}

export function frameText({ name, within }: ReportProfileFrame): string {
  return within === undefined ? name : `${name}, in ${within}`;
}
