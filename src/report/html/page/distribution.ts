// How many ticks took how long, as bars; those over the budget in another colour.

import uPlot from 'uplot';
import { formatCount } from '../../../model/format-units.js';
import type { PageData } from '../page-data.js';
import { addChart, axis } from './chart.js';
import { colourOf } from './theme.js';

const BAR_SHARE = 0.8;
const WIDEST_BAR = 120;

export function drawDistribution({ distribution }: PageData, place: HTMLElement): void {
  const counts = (over: boolean): (number | null)[] =>
    distribution.map(({ count, overBudget }) => (overBudget === over ? count : null));
  const paths = uPlot.paths.bars?.({ size: [BAR_SHARE, WIDEST_BAR] });
  const bars = (colour: string): uPlot.Series => ({
    fill: () => colourOf(colour),
    stroke: () => colourOf(colour),
    ...(paths !== undefined && { paths }),
    points: { show: false },
  });
  const labels = distribution.map(({ label }) => label);
  addChart(place, {
    title: 'How many ticks took how long; those over the budget in the second colour',
    height: 220,
    options: {
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.6, labels.length - 0.4] },
        y: { range: (_, __, most) => [0, most * 1.05] },
      },
      axes: [
        axis({
          splits: () => labels.map((_, position) => position),
          values: (_, splits) => splits.map((position) => shortened(labels[position] ?? '')),
          grid: { show: false },
        }),
        axis({ size: 70, values: (_, splits) => splits.map(formatCount) }),
      ],
      series: [{}, bars('--series-1'), bars('--bad')],
    },
    data: [labels.map((_, position) => position), counts(false), counts(true)],
  });
}

/** Where the bin begins: the next one says where it ends. */
function shortened(label: string): string {
  return label.split(' to ')[0] ?? label;
}
