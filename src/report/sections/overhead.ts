// What Tickscope itself cost the program.

import { formatBytes, formatDuration, formatShare } from '../../model/format-units.js';
import type { ReportOverhead } from '../../model/report/process-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { wrap } from '../text.js';

function insideText({ insideTickNanos, insideTickShare }: ReportOverhead): string {
  if (insideTickNanos === 0) return '';
  return `, of which ${formatDuration(insideTickNanos)} are in its duration (${formatShare(insideTickShare)} of that)`;
}

function loadingText({ loadingNanos }: ReportOverhead): string {
  return loadingNanos === undefined ? '' : `, ${formatDuration(loadingNanos)} for starting and for reading its files`;
}

function busyText({ busyShare }: ReportOverhead): string {
  return busyShare === undefined ? '' : ` and ${formatShare(busyShare)} of the processor time that was used`;
}

export function overhead({ overhead: cost, source }: Report, { columns }: Page): SectionText | undefined {
  // No trace says it.
  if (source !== undefined) return undefined;
  return {
    title: 'What Tickscope itself cost',
    lines: wrap(overheadText(cost), columns - INDENT.length).map((line) => INDENT + line),
  };
}

export function overheadText(cost: ReportOverhead): string {
  return (
    `${formatDuration(cost.nanosPerTick)} a tick${insideText(cost)}, ${formatDuration(cost.nanosPerSpan)} an operation, ` +
    `${formatShare(cost.cpuShare)} of one processor core${busyText(cost)}, ${formatBytes(cost.bytes)} on disk, ` +
    `${formatDuration(cost.exportNanos)} for sending${loadingText(cost)}; ` +
    `it held the program for ${formatDuration(cost.longestHoldNanos)} at most${cost.loadingNanos === undefined ? '' : ' beside that'}`
  );
}
