// From the report to what the page's script draws from.

import type { HistogramData } from '../../model/histogram/exponential-histogram.js';
import type { Report } from '../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import { binText, distributionBins } from '../distribution.js';
import { flamesOf } from './flames.js';
import { MOST_TICKS, pageTick } from './kept-trees.js';
import { nameText } from './markup.js';
import type { PageData } from './page-data.js';

/** Operations that the slider is about: those with the largest gain. */
const MOST_OPERATIONS = 20;

export function pageData(report: Report): PageData {
  const { timeline = [], histograms, whatIf, slowest } = report;
  return {
    budgetNanos: TICK_TARGET_NANOS,
    timeline,
    distribution: pageDistribution(histograms.ticks),
    ...(whatIf !== undefined && {
      whatIf: {
        p95Nanos: whatIf.p95Nanos,
        operations: whatIf.operations
          .slice(0, MOST_OPERATIONS)
          .map(({ kind, name, predictions }) => ({ kind, label: nameText(name), predictions })),
      },
    }),
    ticks: slowest.slice(0, MOST_TICKS).map(pageTick),
    flames: flamesOf(report),
  };
}

export function pageDistribution(durations: HistogramData): PageData['distribution'] {
  return distributionBins(durations).map((bin) => ({
    label: binText(bin),
    count: bin.count,
    overBudget: bin.fromNanos >= TICK_TARGET_NANOS,
  }));
}
