// Ticks over time: percentiles, how durations are spread, and memory; one slider moves through the moments of all three.

import uPlot from 'uplot';
import { formatBytes, formatCount, formatDuration, formatTime } from '../../../model/format-units.js';
import type { ReportTimelinePoint } from '../../../model/report/timeline-report.js';
import type { PageData } from '../page-data.js';
import { addChart, axis, durationAxis, durationText, line, logarithmic, timeAxis } from './chart.js';
import { element, swatch } from './dom.js';
import { durationRange, heatmapPlugin } from './heatmap.js';
import { Moments } from './moments.js';

const PERCENTILES = [
  { label: 'p50', colour: '--series-1', of: ({ p50Nanos }: ReportTimelinePoint) => p50Nanos },
  { label: 'p95', colour: '--series-2', of: ({ p95Nanos }: ReportTimelinePoint) => p95Nanos },
  { label: 'longest', colour: '--series-3', of: ({ maxNanos }: ReportTimelinePoint) => maxNanos },
];

/** Times of the record are UTC everywhere. */
const inUtc = (seconds: number): Date => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC');

export function drawTimeline({ timeline, budgetNanos }: PageData, place: HTMLElement): void {
  const moments = Moments.of(timeline, textAt(timeline));
  moments.addControl(place);
  const budget = timeline.map(() => budgetNanos);
  const chart = addChart(place, {
    title: `How long ticks took, over time (UTC); the budget of ${durationText(budgetNanos)} is dashed`,
    height: 240,
    options: {
      tzDate: inUtc,
      cursor: moments.cursor,
      hooks: moments.hooks,
      scales: { y: logarithmic(10, durationRange(timeline, budgetNanos)) },
      axes: [timeAxis(), durationAxis()],
      series: [
        {},
        ...PERCENTILES.map(({ label, colour }) => line(label, colour)),
        line('budget', '--limit', { dash: [6, 4], width: 1, points: { show: false } }),
      ],
    },
    data: [moments.seconds, ...PERCENTILES.map(({ of }) => timeline.map((point) => logValue(of(point)))), budget],
  });
  moments.follow(chart);
  addSeriesButtons(chart, place);
  const heatmap = addChart(place, {
    title: 'How durations are spread in each stretch of time: the darker, the more of its ticks; the line is p95',
    height: 240,
    options: {
      tzDate: inUtc,
      cursor: moments.cursor,
      hooks: moments.hooks,
      plugins: [heatmapPlugin(timeline)],
      scales: { y: logarithmic(2, durationRange(timeline, budgetNanos)) },
      axes: [timeAxis(), durationAxis()],
      series: [{}, line('p95', '--series-2')],
    },
    data: [moments.seconds, timeline.map(({ p95Nanos }) => logValue(p95Nanos))],
  });
  moments.follow(heatmap);
}

export function drawMemory({ timeline }: PageData, place: HTMLElement): void {
  const moments = Moments.of(timeline, textAt(timeline));
  const megabytes = (bytes: number | undefined): number | null => (bytes === undefined ? null : bytes / 1e6);
  const chart = addChart(place, {
    title: 'Memory over time: what the processes hold (resident), and the used part of the heap below it',
    height: 200,
    options: {
      tzDate: inUtc,
      cursor: moments.cursor,
      hooks: moments.hooks,
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [timeAxis(), axis({ size: 70, values: (_, splits) => splits.map((value) => `${value} MB`) })],
      series: [{}, line('resident', '--series-1'), line('heap', '--series-2')],
    },
    data: [
      moments.seconds,
      timeline.map(({ rssBytes }) => megabytes(rssBytes)),
      timeline.map(({ heapUsedBytes }) => megabytes(heapUsedBytes)),
    ],
  });
  moments.follow(chart);
}

/** Nothing is drawn on a logarithmic scale at 0. */
function logValue(nanos: number | undefined): number | null {
  return nanos === undefined || nanos === 0 ? null : nanos;
}

function textAt(timeline: readonly ReportTimelinePoint[]): (place: number) => string {
  return (place) => {
    const point = timeline[place];
    if (point === undefined) return '';
    const { fromUnixMillis, toUnixMillis, ticks, rssBytes } = point;
    const times = PERCENTILES.flatMap(({ label, of }) => {
      const nanos = of(point);
      return nanos === undefined ? [] : [`${label} ${formatDuration(nanos)}`];
    });
    return [
      `${formatTime(new Date(fromUnixMillis).toISOString())}, ${durationText((toUnixMillis - fromUnixMillis) * 1e6)}`,
      `${formatCount(ticks)} ticks`,
      ...times,
      ...(rssBytes === undefined ? [] : [`memory ${formatBytes(rssBytes)}`]),
    ].join(', ');
  };
}

function addSeriesButtons(chart: uPlot, place: HTMLElement): void {
  const buttons = PERCENTILES.map(({ label }, position) => {
    const look = `series-${position + 1}`;
    const button = element('button', { type: 'button', 'aria-pressed': 'true' }, swatch(look), label);
    button.addEventListener('click', () => {
      const show = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(show));
      chart.setSeries(position + 1, { show });
    });
    return button;
  });
  place.append(element('div', { class: 'controls', role: 'group', 'aria-label': 'Lines that are shown' }, ...buttons));
}
