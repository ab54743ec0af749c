// Which functions were running in which operation: flame graphs that the script draws, and the numbers.

import { formatCount, formatShare } from '../../../model/format-units.js';
import type { ReportProfile, ReportProfileRow } from '../../../model/report/profile-report.js';
import type { Report } from '../../../model/report/report.js';
import { frameIntervalText, frameText, sampledIn, samplesText } from '../../sections/profile.js';
import type { Row, Table } from '../../table.js';
import { drawnBy, type HtmlSection, numbers, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup, type Markup } from '../markup.js';

export function timeByOperation({ profile, slowest }: Pick<Report, 'profile' | 'slowest'>): HtmlSection | undefined {
  if (profile === undefined && slowest.length === 0) return undefined;
  return {
    id: 'functions',
    title: 'Where the time goes, by operation',
    body: markup`${drawnBy('flame')}${profile === undefined ? '' : sampled(profile)}`,
  };
}

function sampled(profile: ReportProfile): Markup {
  const table = htmlTable('Functions that were running, by operation', sampledTable(profile.rows));
  return markup`${paragraphs([samplesText(profile)], 'dim')}${numbers('Samples as numbers', table)}`;
}

function sampledTable(rows: readonly ReportProfileRow[]): Table {
  return {
    columns: [
      { title: 'function', align: 'left', flexible: true },
      { title: 'samples', align: 'right' },
      { title: 'share', align: 'right' },
      { title: 'interval, %', align: 'right' },
    ],
    rows: rows.filter(({ scope }) => scope === 'operation' || scope === 'outside').flatMap(sampledRows),
  };
}

function sampledRows(row: ReportProfileRow): Row[] {
  return [
    { cells: [sampledIn(row), formatCount(row.samples), formatShare(row.share), ''], styles: ['bold'] },
    ...row.frames.map((frame): Row => ({
      cells: [`· ${frameText(frame)}`, formatCount(frame.samples), formatShare(frame.share), frameIntervalText(frame)],
      ...(frame.location !== undefined && { location: frame.location }),
    })),
  ];
}
