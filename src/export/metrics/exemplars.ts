// Ticks that were sent as spans, on the points of `tickscope.tick.duration` that they are in.
//
// The metrics SDK knows no exemplars: they stand on its points as a field of ours, which the OTLP exporters write (`otlp/write-exemplars.ts`).

import type { DataPoint, MetricData } from '@opentelemetry/sdk-metrics';
import { NO_SYMBOL } from '../../aggregate/symbol-totals.js';
import type { TickExemplar } from '../../aggregate/tick-exemplars.js';
import { OTHER } from '../../model/operation.js';
import {
  ATTR_KEPT_REASON,
  ATTR_SYMBOL,
  ATTR_TICK_NAME,
  METRIC_TICK_DURATION,
} from '../../model/semconv/semantic-conventions.js';

const NANOS_PER_SECOND = 1e9;
/** The newest. */
const PER_POINT = 10;

/** As OTLP has it. */
export interface PointExemplar {
  /** In decimal. */
  readonly timeUnixNano: string;
  readonly value: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Attributes that the point does not have. */
  readonly filteredAttributes: Readonly<Record<string, string>>;
}

export interface PointWithExemplars {
  readonly exemplars?: readonly PointExemplar[];
}

/** @param ticks oldest first */
export function addExemplars(metrics: readonly MetricData[], ticks: readonly TickExemplar[]): void {
  const data = metrics.find(({ descriptor }) => descriptor.name === METRIC_TICK_DURATION);
  if (data === undefined || ticks.length === 0) return;
  const points = new Map((data.dataPoints as DataPoint<unknown>[]).map((point) => [keyOf(point.attributes), point]));
  const byPoint = new Map<DataPoint<unknown>, PointExemplar[]>();
  for (const tick of ticks) {
    const point = pointOf(tick, points);
    if (point === undefined) continue;
    const exemplars = byPoint.get(point);
    if (exemplars === undefined) byPoint.set(point, [exemplarOf(tick)]);
    else exemplars.push(exemplarOf(tick));
  }
  for (const [point, exemplars] of byPoint) Object.assign(point, { exemplars: exemplars.slice(-PER_POINT) });
}

/** A name or symbol that has no series of its own is in that of all others. */
function pointOf<Point>(
  { name, symbol = NO_SYMBOL }: TickExemplar,
  points: ReadonlyMap<string, Point>,
): Point | undefined {
  for (const tickName of [name, OTHER]) {
    for (const ofSymbol of symbol === NO_SYMBOL ? [symbol] : [symbol, OTHER]) {
      const point = points.get(keyOf({ [ATTR_TICK_NAME]: tickName, [ATTR_SYMBOL]: ofSymbol }));
      if (point !== undefined) return point;
    }
  }
  return undefined;
}

function keyOf(attributes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([attributes[ATTR_TICK_NAME], attributes[ATTR_SYMBOL]]);
}

function exemplarOf({ traceId, spanId, durationNanos, reason, endedAtUnixNanos }: TickExemplar): PointExemplar {
  return {
    timeUnixNano: endedAtUnixNanos,
    value: durationNanos / NANOS_PER_SECOND,
    traceId,
    spanId,
    filteredAttributes: { [ATTR_KEPT_REASON]: reason },
  };
}
