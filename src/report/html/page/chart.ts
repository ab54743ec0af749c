// What all charts share: as wide as their place, in the page's colours, drawn anew when either changes.

import uPlot from 'uplot';
import { formatDuration, withoutZeros } from '../../../model/format-units.js';
import type { Nanoseconds } from '../../../model/units.js';
import { element } from './dom.js';
import { colourOf, onLook } from './theme.js';

const NARROWEST = 280;
const DAY_SECONDS = 86_400;

export interface ChartOptions {
  /** What it shows, for those who do not see it. */
  readonly title: string;
  readonly height: number;
  readonly options: Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
}

/** Puts a chart at the end of a place. */
export function addChart(place: HTMLElement, { title, height, options, data }: ChartOptions): uPlot {
  const figure = element('figure', { class: 'chart', role: 'img', 'aria-label': title });
  const canvas = element('div');
  figure.append(canvas);
  place.append(element('p', { class: 'chart-title', 'aria-hidden': 'true' }, title), figure);
  const width = (): number => Math.max(NARROWEST, place.clientWidth);
  const chart = new uPlot({ width: width(), height, legend: { show: false }, ...options }, data, canvas);
  new ResizeObserver(() => {
    if (chart.width !== width()) chart.setSize({ width: width(), height });
  }).observe(place);
  onLook(() => chart.redraw());
  return chart;
}

/** An axis in the page's colours. */
export function axis(more: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => colourOf('--text'),
    grid: { stroke: () => colourOf('--line'), width: 1 },
    ticks: { stroke: () => colourOf('--line'), width: 1 },
    ...more,
  };
}

/** Each step the same multiple of the one before. */
export function logarithmic(base: 2 | 10, range: [number, number]): uPlot.Scale {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's enumeration is not there when the script runs
  return { distr: 3, log: base, range };
}

export function durationText(nanos: number): string {
  return withoutZeros(formatDuration(nanos as Nanoseconds));
}

/** Times of the record, which are UTC everywhere; the date where a day is a step. */
export function timeAxis(): uPlot.Axis {
  return axis({
    space: 80,
    values: (_, splits, __, ___, stepSeconds) => splits.map((seconds) => clockText(seconds, stepSeconds)),
  });
}

function clockText(seconds: number, stepSeconds: number): string {
  const iso = new Date(seconds * 1_000).toISOString();
  if (stepSeconds >= DAY_SECONDS) return iso.slice(0, 10);
  return stepSeconds >= 60 ? iso.slice(11, 16) : iso.slice(11, 19);
}

/** Durations from bottom to top, each step a multiple of the one before. */
export function durationAxis(): uPlot.Axis {
  return axis({
    size: 70,
    values: (_, splits) => splits.map((nanos: number | null) => (nanos === null ? '' : durationText(nanos))),
  });
}

export function line(label: string, colour: string, more: uPlot.Series = {}): uPlot.Series {
  return { label, stroke: () => colourOf(colour), width: 2, spanGaps: false, points: { size: 4 }, ...more };
}
