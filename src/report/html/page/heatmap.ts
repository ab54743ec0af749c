// How durations are spread in each stretch of time: a column for each, a field for each half of a doubling.

import type uPlot from 'uplot';
import { type ReportTimelinePoint, TIMELINE_STEPS } from '../../../model/report/timeline-report.js';
import { colourOf } from './theme.js';

/** A field that holds one of many ticks is still seen. */
const FAINTEST = 0.12;

/** Of bucket `index`, in nanoseconds. */
function lowerEdge(index: number): number {
  return 1e9 * 2 ** (index / TIMELINE_STEPS);
}

/** From the lowest bucket with a tick to the highest, the budget included. */
export function durationRange(timeline: readonly ReportTimelinePoint[], budgetNanos: number): [number, number] {
  const filled = timeline.filter(({ durations }) => durations.values.length > 0);
  const lowest = filled.map(({ durations }) => lowerEdge(durations.offset));
  const highest = filled.map(({ durations: { offset, values } }) => lowerEdge(offset + values.length));
  return [Math.min(...lowest, budgetNanos / 2), Math.max(...highest, budgetNanos * 2)];
}

export function heatmapPlugin(timeline: readonly ReportTimelinePoint[]): uPlot.Plugin {
  return { hooks: { drawAxes: [(chart): void => drawFields(chart, timeline)] } };
}

function drawFields(chart: uPlot, timeline: readonly ReportTimelinePoint[]): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colourOf('--heat');
  for (const { fromUnixMillis, toUnixMillis, ticks, durations } of timeline) {
    const left = chart.valToPos(fromUnixMillis / 1_000, 'x', true);
    const width = Math.max(1, chart.valToPos(toUnixMillis / 1_000, 'x', true) - left);
    durations.values.forEach((count, place) => {
      if (count === 0) return;
      const top = chart.valToPos(lowerEdge(durations.offset + place + 1), 'y', true);
      const bottom = chart.valToPos(lowerEdge(durations.offset + place), 'y', true);
      ctx.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.sqrt(count / ticks);
      ctx.fillRect(left, top, width, bottom - top);
    });
  }
  ctx.restore();
}
