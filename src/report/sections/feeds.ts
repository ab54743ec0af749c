// Feeds that were silent, left something out or had to connect again, and who it was.

import { formatCount, formatDuration } from '../../model/format-units.js';
import { FEED_CAUSES } from '../../model/record/feed-rows.js';
import type { ReportFeed } from '../../model/report/feed-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { firstRows, INDENT, type Table } from '../table.js';
import { wrap } from '../text.js';

const MOST_ROWS = 10;

export function feeds({ feed }: Pick<Report, 'feed'>, page: Page): SectionText | undefined {
  const faulty = feed.filter(({ gaps, silences, reconnects }) => gaps + silences + reconnects > 0);
  const sentences = [
    ...(faulty.length === 0 ? healthyTexts(feed) : []),
    ...feed
      .filter(({ received, handled }) => received > handled)
      .slice(0, MOST_ROWS)
      .map(leftText),
  ];
  const lines = [
    ...firstRows(feedTable(faulty), MOST_ROWS, page),
    ...sentences.flatMap((sentence) => wrap(sentence, page.columns - INDENT.length).map((line) => INDENT + line)),
  ];
  return lines.length === 0 ? undefined : { title: 'Feeds', lines };
}

export function feedTable(rows: readonly ReportFeed[]): Table {
  return {
    columns: [
      { title: '', align: 'left', flexible: true },
      { title: 'missing', align: 'right' },
      { title: 'silences', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: 'reconnects', align: 'right' },
      { title: 'who', align: 'right' },
    ],
    rows: rows.map((feed) => ({
      cells: [
        nameOf(feed),
        formatCount(feed.missing),
        formatCount(feed.silences),
        feed.silences === 0 ? '' : formatDuration(feed.longestSilenceNanos),
        formatCount(feed.reconnects),
        feed.cause,
      ],
      styles: ['bold'],
      beneath: [...paceTexts(feed), ...causeTexts(feed)].join('; '),
    })),
  };
}

/** A feed without a pace, as of a tape that is read through, can have no silence. */
function healthyTexts(feed: readonly ReportFeed[]): string[] {
  const paced = feed.filter(({ usualIntervalNanos }) => usualIntervalNanos !== undefined).length;
  return paced === 0 ? [] : [`${counted(paced, 'feed')}: no gap, no silence, no reconnect`];
}

function paceTexts({ received, connection, usualIntervalNanos, ageP95Nanos }: ReportFeed): string[] {
  const from = connection === undefined ? '' : ` from ${connection}`;
  const every = usualIntervalNanos === undefined ? '' : `, one in ${formatDuration(usualIntervalNanos)}`;
  const age = ageP95Nanos === undefined ? '' : `, 95 % at most ${formatDuration(ageP95Nanos)} old`;
  return [`${counted(received, 'event')}${from}${every}${age}`];
}

/** Where one word does not say it. */
function causeTexts({ byCause }: ReportFeed): string[] {
  const causes = FEED_CAUSES.filter((cause) => byCause[cause].silences + byCause[cause].gaps > 0);
  if (causes.length < 2) return [];
  return causes.map((cause) => {
    const { silences, silentNanos, gaps } = byCause[cause];
    const texts = [
      ...(silences > 0 ? [`${counted(silences, 'silence')} (${formatDuration(silentNanos)})`] : []),
      ...(gaps > 0 ? [counted(gaps, 'gap')] : []),
    ];
    return `${texts.join(' and ')} by ${cause}`;
  });
}

function leftText(feed: ReportFeed): string {
  return `${nameOf(feed)}: ${formatCount(feed.received)} received, ${formatCount(feed.handled)} handled`;
}

function nameOf({ source, symbol }: ReportFeed): string {
  return symbol === undefined ? source : `${symbol} ${source}`;
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
