// What alerts are decided from: numbers that only rise, and the memory. Read from the sums of the running segment, whose rows are looked at and
// not copied.

import type { MeasuredSums, RuntimeTotals } from '../../aggregate/metric-totals.js';
import type { RunningSegment } from '../../aggregate/running-segment.js';
import { isPoolWait } from '../../model/operation.js';
import { placedName } from '../../model/owner-table.js';
import { TELEMETRY_LOSSES } from './limits.js';

/** Places in a row of sums. */
export const STARTED = 0;
export const ENDED = 1;
export const UNDER_TARGET = 2;
export const STALLED_TIME = 3;
export const QUERIES = 4;
export const QUERY_TIME = 5;
export const POOL_WAITS = 6;
export const POOL_WAIT_TIME = 7;
export const DECISIONS = 8;
export const DECISION_TIME = 9;
export const SENDINGS = 10;
export const SENDING_TIME = 11;
export const ACKNOWLEDGED = 12;
export const ACKNOWLEDGED_TIME = 13;
/** Waits of events before their ticks, as they were observed, and as they were at most. */
export const STAMPED = 14;
export const STAMPED_TIME = 15;
export const BOUND = 16;
export const BOUND_TIME = 17;
export const LOST = 18;
export const LOOP_ACTIVE_TIME = 19;
export const LOOP_IDLE_TIME = 20;
/** The only one that may fall. 0 where it is not known. */
export const RSS = 21;
const FIELDS = 22;

/** One row of sums, by the places above. */
export type SumsRow = Float64Array;

/** Who had the most of something. */
export interface Leaders {
  readonly stalled: string | undefined;
  readonly query: string | undefined;
}

export class SumsReader {
  readonly #running: Pick<RunningSegment, 'accumulator' | 'runtime' | 'watchCuts'>;
  /** Of all segments that were cut since the reader was made. */
  readonly #before: SumsRow = new Float64Array(FIELDS);
  #leadersBefore: Leaders | undefined;

  constructor(running: Pick<RunningSegment, 'accumulator' | 'runtime' | 'watchCuts'>) {
    this.#running = running;
    running.watchCuts((sums) => {
      addSums(sums, this.#before);
      this.#leadersBefore = leadersOf(sums);
    });
  }

  read(): SumsRow {
    const row = this.#before.slice();
    addSums(this.#running.accumulator.sums, row);
    addRuntime(this.#running.runtime, row);
    return row;
  }

  /** Of the running segment, or of the one before where that has none yet. */
  leaders(): Leaders {
    const { stalled, query } = leadersOf(this.#running.accumulator.sums);
    const before = this.#leadersBefore;
    return { stalled: stalled ?? before?.stalled, query: query ?? before?.query };
  }
}

function add(row: SumsRow, place: number, amount: number): void {
  row[place]! += amount;
}

function addSums(sums: MeasuredSums, row: SumsRow): void {
  add(row, STARTED, sums.ticksStarted);
  for (const { durations, underTarget } of sums.tickNames.values()) {
    add(row, ENDED, durations.count);
    add(row, UNDER_TARGET, underTarget);
  }
  for (const owner of sums.loop.owners) if (owner !== undefined) add(row, STALLED_TIME, owner.stallNanos);
  for (const operation of sums.operations) {
    if (operation === undefined) continue;
    const { identity, durations } = operation;
    const isPool = isPoolWait(identity);
    if (!isPool && identity.kind !== 'query') continue;
    add(row, isPool ? POOL_WAITS : QUERIES, durations.count);
    add(row, isPool ? POOL_WAIT_TIME : QUERY_TIME, durations.sumNanos);
  }
  for (const { decisions, sendings, acknowledgements } of sums.orders.values()) {
    add(row, DECISIONS, decisions.count);
    add(row, DECISION_TIME, decisions.sumNanos);
    add(row, SENDINGS, sendings.count);
    add(row, SENDING_TIME, sendings.sumNanos);
    add(row, ACKNOWLEDGED, acknowledgements.count);
    add(row, ACKNOWLEDGED_TIME, acknowledgements.sumNanos);
  }
  const { stamped, bound } = sums.arrivals.waits;
  add(row, STAMPED, stamped.count);
  add(row, STAMPED_TIME, stamped.sumNanos);
  add(row, BOUND, bound.count);
  add(row, BOUND_TIME, bound.sumNanos);
  for (const id of TELEMETRY_LOSSES) add(row, LOST, sums.losses.get(id) ?? 0);
}

function addRuntime(runtime: RuntimeTotals | undefined, row: SumsRow): void {
  if (runtime === undefined) return;
  row[LOOP_ACTIVE_TIME] = runtime.loopActiveNanos;
  row[LOOP_IDLE_TIME] = runtime.loopIdleNanos;
  row[RSS] = runtime.last.rssBytes;
}

function leadersOf({ loop, operations }: MeasuredSums): Leaders {
  let [stalledNanos, queryNanos] = [0, 0];
  let [stalled, query]: (string | undefined)[] = [];
  for (const owner of loop.owners) {
    if (owner === undefined || owner.stallNanos <= stalledNanos) continue;
    stalledNanos = owner.stallNanos;
    stalled = `${owner.owner.kind} ${placedName(owner.owner)}`.trim();
  }
  for (const operation of operations) {
    if (operation?.identity.kind !== 'query' || operation.durations.sumNanos <= queryNanos) continue;
    queryNanos = operation.durations.sumNanos;
    query = operation.identity.name;
  }
  return { stalled, query };
}
