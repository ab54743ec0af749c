// Calls to the outside: how long they took, and how they came out.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { ReportExternal } from '../../model/report/outside-report.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, type Table } from '../table.js';

const MOST_ROWS = 12;
/** Outcomes that need no words. */
const FINE = /^[23]\d\d$|^101$/;

export function externalCalls({ externals = [] }: Report, page: Page): SectionText | undefined {
  if (externals.length === 0) return undefined;
  return { title: 'Calls to the outside', lines: firstRows(externalTable(externals), MOST_ROWS, page) };
}

export function externalTable(externals: readonly ReportExternal[]): Table {
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'calls', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'p50', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'p99', align: 'right' },
    ],
    rows: externals.map((call) => {
      const { name, count, failed, p50Nanos, p95Nanos, p99Nanos } = call;
      const beneath = beneathOf(call);
      return {
        cells: [name, formatCount(count), formatCount(failed), ...[p50Nanos, p95Nanos, p99Nanos].map(formatDuration)],
        styles: ['bold', undefined, failed > 0 ? 'red' : 'dim'],
        ...(beneath !== '' && { beneath }),
      };
    }),
  };
}

function beneathOf(call: ReportExternal): string {
  const { outcomes, meanSentNanos, meanFirstByteNanos, newConnections = 0, reusedConnections = 0, repeats } = call;
  const connections = newConnections + reusedConnections;
  const failures = outcomes
    .filter(({ outcome }) => !FINE.test(outcome))
    .map(({ outcome, count }) => `${formatCount(count)} x ${outcome}`);
  return [
    ...failures,
    ...(repeats === undefined ? [] : [`${formatCount(repeats)} made again after it failed`]),
    ...phasesOf(meanSentNanos, meanFirstByteNanos),
    ...(connections === 0 ? [] : [`${formatShare((newConnections / connections) as Share)} on a new connection`]),
    ...connectingOf(call),
  ].join(', ');
}

/** What making a connection took, mean, with the parts that are known. */
function connectingOf({ meanConnectingNanos, ...means }: ReportExternal): string[] {
  if (meanConnectingNanos === undefined) return [];
  const parts = [
    ['DNS', means.meanLookupNanos],
    ['TCP', means.meanConnectNanos],
    ['TLS', means.meanHandshakeNanos],
  ] as const;
  const known = parts.flatMap(([name, nanos]) => (nanos === undefined ? [] : [`${name} ${formatDuration(nanos)}`]));
  return [`that takes ${formatDuration(meanConnectingNanos)}${known.length === 0 ? '' : ` (${known.join(', ')})`}`];
}

/** Means, from the begin. */
function phasesOf(sent: Nanoseconds | undefined, firstByte: Nanoseconds | undefined): string[] {
  const parts = [
    ...(sent === undefined ? [] : [`sent after ${formatDuration(sent)}`]),
    ...(firstByte === undefined ? [] : [`first byte after ${formatDuration(firstByte)}`]),
  ];
  return parts.length === 0 ? [] : [`${parts.join(', ')} on average`];
}
