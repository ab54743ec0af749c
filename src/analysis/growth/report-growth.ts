// What takes longer and longer, as the report has it.

import type { ProcessInfo, StoredSegment } from '../../model/record/record-segment.js';
import type { ReportCrossing, ReportGrowth } from '../../model/report/growth-report.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { DurationsOverTime } from './durations-over-time.js';
import { crossingOf } from './laws.js';
import { HOUR_MILLIS, type UptimeGrowth, uptimeGrowth } from './uptime-growth.js';

/** As many times what was seen: further on, everything may have changed. */
const FARTHEST = 20;

interface Followed {
  readonly process: ProcessInfo;
  readonly durations: DurationsOverTime;
}

export class GrowthByProcess {
  readonly #followed = new Map<string, Followed>();

  /** While a program warms up, nothing is as it will be. */
  add(segment: StoredSegment): void {
    const [process, ...others] = segment.processes;
    if (segment.warmup || process === undefined || others.length > 0) return;
    // An id comes again only in a copied run, but two starts of one make no growth.
    const key = `${process.id} ${process.startedAtUnixMillis}`;
    const followed = this.#followed.get(key) ?? { process, durations: new DurationsOverTime() };
    this.#followed.set(key, followed);
    followed.durations.add(segment);
  }

  /** @returns those that grew most first */
  toRows(): ReportGrowth[] {
    const isOne = this.#followed.size < 2;
    return [...this.#followed.values()]
      .flatMap(({ process, durations }) =>
        uptimeGrowth([...durations.operations()], process.startedAtUnixMillis).map((growth) =>
          rowOf(growth, process, isOne),
        ),
      )
      .toSorted(
        (one, other) =>
          other.toNanos / other.fromNanos - one.toNanos / one.fromNanos || (textOf(one) < textOf(other) ? -1 : 1),
      );
  }
}

function rowOf(growth: UptimeGrowth, { id, startedAtUnixMillis }: ProcessInfo, isOne: boolean): ReportGrowth {
  const { operation, fits, fromNanos, toNanos, firstHours, lastHours, points } = growth;
  const crossing = crossingOfTarget(growth, startedAtUnixMillis);
  return {
    kind: operation.kind,
    name: operation.name,
    ...(operation.location !== undefined && { location: operation.location }),
    with: 'uptime',
    law: fits.length === 1 && fits[0] !== undefined ? fits[0].law : 'unclear',
    fromNanos,
    toNanos,
    spanNanos: Math.round((lastHours - firstHours) * HOUR_MILLIS * 1e6) as Nanoseconds,
    points,
    ...(!isOne && { process: id }),
    ...(crossing !== undefined && { crossing }),
  };
}

function crossingOfTarget(
  { p95Fits, p95Nanos, firstHours, lastHours }: UptimeGrowth,
  startedAtUnixMillis: number,
): ReportCrossing | undefined {
  if (p95Nanos >= TICK_TARGET_NANOS) return undefined;
  const found = crossingOf(p95Fits, TICK_TARGET_NANOS);
  if (found === undefined || found.latest > lastHours + FARTHEST * (lastHours - firstHours)) return undefined;
  const iso = (hours: number): string => new Date(startedAtUnixMillis + hours * HOUR_MILLIS).toISOString();
  return { limitNanos: TICK_TARGET_NANOS, at: iso(found.x), earliest: iso(found.earliest), latest: iso(found.latest) };
}

function textOf({ kind, name, process = '' }: ReportGrowth): string {
  return [kind, name, process].join('\u0000');
}
