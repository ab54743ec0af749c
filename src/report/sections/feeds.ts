// Feeds that were silent, left something out or had to connect again, and who it was.

import { formatCount, formatDuration } from '../../model/format-units.js';
import { FEED_CAUSES } from '../../model/record/feed-rows.js';
import type { ReportFeed } from '../../model/report/feed-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT, tableLines } from '../table.js';
import { wrap } from '../text.js';

const MOST_ROWS = 10;

export function feeds({ feed }: Report, page: Page): SectionText | undefined {
  const faulty = feed.filter(isFaulty);
  const sentences = [
    ...(faulty.length === 0 ? healthyTexts(feed) : []),
    ...faulty.slice(0, MOST_ROWS).flatMap(causeTexts),
    ...feed
      .filter(({ received, handled }) => received > handled)
      .map(leftTexts)
      .slice(0, MOST_ROWS),
  ];
  const lines = [
    ...faultLines(faulty, page),
    ...sentences.flatMap((sentence) => wrap(sentence, page.columns - INDENT.length).map((line) => INDENT + line)),
  ];
  return lines.length === 0 ? undefined : { title: 'Feeds', lines };
}

function faultLines(faulty: readonly ReportFeed[], page: Page): string[] {
  const lines = tableLines(
    [
      { title: '', align: 'left', flexible: true },
      { title: 'every', align: 'right' },
      { title: 'missing', align: 'right' },
      { title: 'silences', align: 'right' },
      { title: 'longest', align: 'right' },
      { title: 'reconnects', align: 'right' },
      { title: 'who', align: 'right' },
    ],
    faulty.slice(0, MOST_ROWS).map((feed) => ({
      cells: [
        nameOf(feed),
        feed.usualIntervalNanos === undefined ? '' : formatDuration(feed.usualIntervalNanos),
        formatCount(feed.missing),
        formatCount(feed.silences),
        feed.silences === 0 ? '' : formatDuration(feed.longestSilenceNanos),
        formatCount(feed.reconnects),
        feed.cause,
      ],
      styles: ['bold'],
    })),
    page,
  );
  const left = faulty.length - MOST_ROWS;
  return left > 0 ? [...lines, INDENT + page.paint('dim', `and ${formatCount(left)} more`)] : lines;
}

/** A feed without a pace, as of a tape that is read through, can have no silence. */
function healthyTexts(feed: readonly ReportFeed[]): string[] {
  const paced = feed.filter(({ usualIntervalNanos }) => usualIntervalNanos !== undefined);
  if (paced.length === 0) return [];
  return [
    `${paced.length === 1 ? 'one feed' : `${formatCount(paced.length)} feeds`}: no gap, no silence, no reconnect`,
  ];
}

/** Where one word does not say it. */
function causeTexts(feed: ReportFeed): string[] {
  const causes = FEED_CAUSES.filter((cause) => feed.byCause[cause].silences + feed.byCause[cause].gaps > 0);
  if (causes.length < 2) return [];
  const parts = causes.map((cause) => {
    const { silences, silentNanos, gaps } = feed.byCause[cause];
    const texts = [
      ...(silences > 0 ? [`${counted(silences, 'silence')} (${formatDuration(silentNanos)})`] : []),
      ...(gaps > 0 ? [counted(gaps, 'gap')] : []),
    ];
    return `${texts.join(' and ')} by ${cause}`;
  });
  const from = feed.connection === undefined ? '' : ` from ${feed.connection}`;
  return [`${nameOf(feed)}${from}: ${parts.join(', ')}`];
}

function leftTexts(feed: ReportFeed): string {
  return `${nameOf(feed)}: ${formatCount(feed.received)} received, ${formatCount(feed.handled)} handled`;
}

function nameOf({ source, symbol }: ReportFeed): string {
  return symbol === undefined ? source : `${symbol} ${source}`;
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

function isFaulty({ gaps, silences, reconnects }: ReportFeed): boolean {
  return gaps + silences + reconnects > 0;
}
