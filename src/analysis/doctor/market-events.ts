// Whether a program has had market events, recognised or only looking like them.

import type { Observations } from '../../model/record/observations.js';
import type { Report } from '../../model/report/report.js';

/** A setting that is read at the start may look like one event. */
const LEAST_CALLS = 2;

export function hasMarketEvents({ ticks }: Pick<Report, 'ticks'>, observations: readonly Observations[]): boolean {
  return ticks.count > 0 || observations.some(looksLikeEvents);
}

/** Whether something was called again and again with what looks like an event. */
export function looksLikeEvents({ functions }: Observations): boolean {
  return functions.some(({ tick }) => tick !== undefined && tick.calls >= LEAST_CALLS);
}
