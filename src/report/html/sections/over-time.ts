// How ticks did over time: percentiles, and how durations are spread in each stretch.

import { formatBytes, formatCount, formatDuration, formatShare, formatTime } from '../../../model/format-units.js';
import type { Report } from '../../../model/report/report.js';
import type { ReportTimelinePoint } from '../../../model/report/timeline-report.js';
import type { Nanoseconds, Share } from '../../../model/units.js';
import type { Table } from '../../table.js';
import { drawnBy, type HtmlSection, numbers } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup } from '../markup.js';

export function overTime({ timeline = [] }: Report): HtmlSection | undefined {
  if (timeline.length === 0) return undefined;
  return {
    id: 'over-time',
    title: 'Over time',
    body: markup`${drawnBy('timeline')}${numbers('Ticks over time as numbers', htmlTable('Ticks over time', timelineTable(timeline)))}`,
  };
}

function timelineTable(timeline: readonly ReportTimelinePoint[]): Table {
  return {
    columns: [
      { title: 'from', align: 'left', flexible: true },
      { title: 'for', align: 'right' },
      { title: 'ticks', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: '< 1 ms', align: 'right' },
      { title: 'memory', align: 'right' },
    ],
    rows: timeline.map(timelineRow),
  };
}

function timelineRow(point: ReportTimelinePoint): Table['rows'][number] {
  const { fromUnixMillis, toUnixMillis, ticks, failed, underTarget, rssBytes } = point;
  const time = (nanos: Nanoseconds | undefined): string => (nanos === undefined ? '-' : formatDuration(nanos));
  return {
    cells: [
      formatTime(new Date(fromUnixMillis).toISOString()),
      formatDuration(((toUnixMillis - fromUnixMillis) * 1e6) as Nanoseconds),
      formatCount(ticks),
      formatCount(failed),
      ...[point.p50Nanos, point.p95Nanos, point.maxNanos].map(time),
      ticks === 0 ? '-' : formatShare((underTarget / ticks) as Share),
      rssBytes === undefined ? '-' : formatBytes(rssBytes),
    ],
    styles: [undefined, undefined, undefined, failed > 0 ? 'red' : 'dim'],
  };
}
