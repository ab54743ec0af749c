// How many ticks, how long they took, and how that is spread.

import { formatCount, formatShare } from '../../../model/format-units.js';
import type { HistogramData } from '../../../model/histogram/exponential-histogram.js';
import type { Report } from '../../../model/report/report.js';
import type { Share } from '../../../model/units.js';
import { binText, distributionBins } from '../../distribution.js';
import { arrivalTable } from '../../sections/arrivals.js';
import { tickTexts } from '../../sections/ticks.js';
import type { Table } from '../../table.js';
import { drawnBy, type HtmlSection, numbers, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup, type Markup } from '../markup.js';

export function spread(report: Report): HtmlSection {
  const { ticks, histograms } = report;
  return {
    id: 'ticks',
    title: 'Ticks',
    body: markup`${paragraphs(tickTexts(report))} ${htmlTable('Wait, response time and age', arrivalTable(ticks))}
    ${drawnSpread(histograms.ticks)}`,
  };
}

/** Drawn, and as numbers; nothing without values. */
export function drawnSpread(durations: HistogramData): Markup {
  if (durations.count === 0) return markup``;
  const bins = htmlTable('Durations of ticks', spreadTable(durations));
  return markup`${[drawnBy('distribution'), numbers('Durations of ticks as numbers', bins)]}`;
}

function spreadTable(histogram: HistogramData): Table {
  return {
    columns: [
      { title: 'duration', align: 'left', flexible: true },
      { title: 'ticks', align: 'right' },
      { title: 'share', align: 'right' },
    ],
    rows: distributionBins(histogram).map((bin) => ({
      cells: [binText(bin), formatCount(bin.count), formatShare((bin.count / histogram.count) as Share)],
    })),
  };
}
