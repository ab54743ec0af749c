// The last moments of programs that run, as a page of a terminal.

import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMean,
  formatShare,
  formatTime,
} from '../model/format-units.js';
import type { LiveProcess, LiveView } from '../model/report/live-view.js';
import type { RankedOperation } from '../model/report/ranking-report.js';
import type { Report, ReportWait } from '../model/report/report.js';
import { MILLISECOND, type Nanoseconds } from '../model/units.js';
import type { Page } from './page.js';
import { rankingTable } from './sections/ranking.js';
import { VERDICT_STYLES } from './sections/verdict.js';
import { tableLines } from './table.js';
import { fit, wrap } from './text.js';

export const RANKING_ORDERS = ['share', 'gain', 'calls', 'time'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface LivePageOptions {
  /** Lines that there is room for; absent: as many as it takes. */
  readonly rows?: number;
  /** Where the record is. */
  readonly place: string;
  readonly order: RankingOrder;
  /** Whose page it is; absent: that of all. */
  readonly processId?: string;
  /** What the keys do, on the last line; absent where nobody can press one. */
  readonly keys?: string;
}

const MOST_VERDICT_LINES = 3;
const MOST_RANKED = 10;
const MOST_PROCESSES = 6;
/** However many processes there are: a title, the names of the columns, and three rows. */
const LEAST_RANKING_LINES = 5;

const WEIGHTS: Readonly<Record<RankingOrder, (row: RankedOperation) => number>> = {
  share: ({ share }) => share,
  gain: ({ gainNanos = 0 }) => gainNanos,
  calls: ({ callsPerTick }) => callsPerTick,
  time: ({ criticalPathNanosPerTick }) => criticalPathNanosPerTick,
};

/** @returns lines, none wider than the page, and no more than there is room for */
export function livePage(view: LiveView, page: Page, options: LivePageOptions): string[] {
  const { rows = Infinity, keys, place } = options;
  const last = keys === undefined ? [] : [page.paint('dim', fit(keys, page.columns))];
  if (view.processes.length === 0) return [fit(`${place}: nothing was measured yet`, page.columns), '', ...last];
  const above = [headLine(view, page, options), ...verdictLines(view.report, page), ...numberLines(view, page), ''];
  const processes = processLines(view, page, options);
  const room = Math.max(LEAST_RANKING_LINES, rows - above.length - processes.length - last.length);
  const lines = [...above, ...rankedLines(view.report, page, options.order, room), ...processes];
  return [...lines.slice(0, rows - last.length), ...last].map((line) => line.trimEnd());
}

function headLine({ report, ...view }: LiveView, { columns, paint }: Page, { place }: LivePageOptions): string {
  const time = (unixMillis: number): string => formatTime(new Date(unixMillis).toISOString());
  const { writtenUnixMillis, untilUnixMillis } = view;
  const written =
    writtenUnixMillis < untilUnixMillis ? `, the rest ${seconds(untilUnixMillis - writtenUnixMillis)} before` : '';
  return paint('bold', fit(`${report.program.name}  ticks to ${time(untilUnixMillis)}${written}  ${place}`, columns));
}

function seconds(millis: number): string {
  return formatDuration((millis * MILLISECOND) as Nanoseconds);
}

function verdictLines({ verdict: { kind, text } }: Report, { columns, paint }: Page): string[] {
  const lines = wrap(text, columns);
  const shown = lines.slice(0, MOST_VERDICT_LINES);
  if (lines.length > shown.length) shown.push(`${shown.pop()?.slice(0, columns - 2)} …`);
  return shown.map((line) => paint(VERDICT_STYLES[kind], line));
}

/** The line of ticks is of this moment; the others are of the last that was written. */
function numberLines({ report, ticks, cpuShare, loopShare }: LiveView, { columns }: Page): string[] {
  const { memory, ticks: reported, losses } = report;
  const lost = losses.reduce((sum, { count }) => sum + count, 0);
  const rate = `${formatMean(ticks.perSecond)} ticks/s`;
  const times =
    ticks.count === 0
      ? []
      : [
          `p50 ${formatDuration(ticks.p50Nanos)}`,
          `p95 ${formatDuration(ticks.p95Nanos)}`,
          `p99 ${formatDuration(ticks.p99Nanos)}`,
          `longest ${formatDuration(ticks.maxNanos)}`,
        ];
  const waits = [...waitTexts('wait', reported.wait), ...waitTexts('response', reported.response)];
  const resources = [
    `memory ${formatBytes(memory.rssBytes)}`,
    ...(cpuShare === undefined ? [] : [`CPU ${formatShare(cpuShare)}`]),
    ...(loopShare === undefined ? [] : [`event loop ${formatShare(loopShare)} busy`]),
  ];
  const left = [
    `${formatCount(reported.failed)} failed`,
    ...(reported.receivedBasis === 'ticks' ? [] : [`${formatCount(reported.dropped)} events dropped`]),
    lost === 0 ? 'nothing left out' : `${formatCount(lost)} left out: ${losses[0]?.text}`,
  ];
  return [[rate, ...times], ...(waits.length === 0 ? [] : [waits]), resources, left].map((parts) =>
    fit(parts.join('  '), columns),
  );
}

function waitTexts(what: string, spreads: readonly ReportWait[]): string[] {
  const known = spreads.map(
    ({ basis, p95Nanos }) => `${basis === 'bound' ? 'at most ' : ''}${formatDuration(p95Nanos)}`,
  );
  return known.length === 0 ? [] : [`${what} p95 ${known.join(', ')}`];
}

/** Without places in the code, which would take a line each. */
function rankedLines({ ranking, whatIf }: Report, page: Page, order: RankingOrder, room: number): string[] {
  const weightOf = WEIGHTS[order];
  const rows = ranking
    .toSorted((left, right) => weightOf(right) - weightOf(left))
    .slice(0, Math.min(MOST_RANKED, room - 2 - 1))
    .map(({ location: _location, ...row }) => row);
  if (rows.length === 0) return [];
  const title = page.paint('bold', `What makes slow ticks slow, by ${order}`);
  return [title, ...rankingTable(rows, page, whatIf), ''];
}

function processLines({ processes }: LiveView, page: Page, { processId }: LivePageOptions): string[] {
  const chosen = Math.max(
    0,
    processes.findIndex(({ id }) => id === processId),
  );
  // The one that was chosen is always among them.
  const first = Math.max(0, chosen - MOST_PROCESSES + 1);
  const shown = processes.slice(first, first + MOST_PROCESSES);
  const left = processes.length - shown.length;
  const title = `${processes.length === 1 ? '1 process' : `${formatCount(processes.length)} processes`}${left > 0 ? `, ${formatCount(left)} not shown` : ''}`;
  return [
    page.paint('bold', title),
    ...tableLines(
      [
        { title: '', align: 'left' },
        { title: '', align: 'left', flexible: true },
        { title: 'ticks/s', align: 'right' },
        { title: 'p95', align: 'right' },
        { title: 'memory', align: 'right' },
        { title: 'CPU', align: 'right' },
      ],
      shown.map((process) => ({
        cells: [process.id === processId ? '>' : '', ...processCells(process)],
        styles: [undefined, process.id === processId ? 'bold' : undefined],
      })),
      page,
    ),
  ];
}

function processCells({ name, pid, threadId, hasEnded, ...measured }: LiveProcess): string[] {
  const { ticksPerSecond, p95Nanos, rssBytes, cpuShare } = measured;
  const thread = threadId === undefined ? '' : `, thread ${threadId}`;
  return [
    `${name} (pid ${pid}${thread})${hasEnded ? ', ended' : ''}`,
    formatMean(ticksPerSecond),
    p95Nanos === undefined ? '' : formatDuration(p95Nanos),
    rssBytes === undefined ? '' : formatBytes(rssBytes),
    cpuShare === undefined ? '' : formatShare(cpuShare),
  ];
}
