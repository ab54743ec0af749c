// How long events waited, and how many of them no tick handled, as the terminal says it.

import type { WaitBasis } from '../../model/record/arrival-totals.js';
import { formatCount, formatDuration } from '../../model/format-units.js';
import type { ReportSpread, ReportTicks } from '../../model/report/report.js';
import type { Row, Table } from '../table.js';

/** Short: on a narrow page fifteen cells are left for them. */
const WAIT: Readonly<Record<WaitBasis, string>> = { stamped: 'wait', bound: 'wait at most' };
const RESPONSE: Readonly<Record<WaitBasis, string>> = { stamped: 'response', bound: 'response at most' };

/** Wait, response time and age, a row each; none where nothing is known. */
export function arrivalTable({ wait, response, age }: ReportTicks): Table {
  const rows = [
    ...wait.map((spread) => rowOf(WAIT[spread.basis], spread)),
    ...response.map((spread) => rowOf(RESPONSE[spread.basis], spread)),
    ...(age === undefined ? [] : [rowOf('event age', age)]),
  ];
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'p99', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: 'ticks', align: 'right' },
    ],
    rows,
  };
}

function rowOf(title: string, { count, p50Nanos, p95Nanos, p99Nanos, maxNanos }: ReportSpread): Row {
  return { cells: [title, ...[p50Nanos, p95Nanos, p99Nanos, maxNanos].map(formatDuration), formatCount(count)] };
}

/** Beside target P1, which is about durations alone. */
export function responseText({ response }: ReportTicks): string | undefined {
  const parts = response.map(({ basis, p95Nanos }) =>
    basis === 'stamped' ? `${formatDuration(p95Nanos)} since the event came in` : `${formatDuration(p95Nanos)} at most`,
  );
  return parts.length === 0 ? undefined : `response time (with waiting): p95 ${parts.join(', ')}`;
}

/** What is known of events that no tick handled. */
export function eventTexts(ticks: ReportTicks): string[] {
  const { started, receivedBasis, received, handled, dropped, sequenceGaps, sequenceMissing } = ticks;
  const texts: string[] = [];
  if (receivedBasis === 'ticks') {
    if (started > 0) texts.push('events that no tick handled are not known');
  } else {
    texts.push(
      `${formatCount(received)} events received, ${formatCount(handled)} handled, ${formatCount(dropped)} dropped`,
    );
  }
  if (sequenceGaps > 0) {
    texts.push(`${formatCount(sequenceMissing)} events missing in ${formatCount(sequenceGaps)} sequence gaps`);
  }
  return texts;
}
