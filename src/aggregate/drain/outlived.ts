// What is known of traces that have closed: operations and contexts that go on, and traces whose spans somebody may ask for.

import { LATE_OPERATIONS } from '../../model/limits.js';
import { RecentMap } from '../../model/recent-map.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';

export interface PlaceInTrace {
  readonly trace: OpenTrace;
  readonly position: number;
}

/** An operation of a tick that has left as spans. */
export interface LatePlace extends PlaceInTrace {
  /** When it began by the clock of its trace, which stands still while Tickscope works in it. */
  readonly startNanos: number;
}

export class Outlived {
  /** By scope. */
  readonly places: RecentMap<number, PlaceInTrace> = new RecentMap<number, PlaceInTrace>();
  /** By the begin of an operation whose tick has left as spans: it follows when it ends. */
  readonly spans: Map<number, LatePlace> = new Map<number, LatePlace>();
  /** Scopes that have outlived their trace, oldest first. */
  readonly #scopes = new Set<number>();

  /** @returns the oldest scope where there are too many: it is no longer followed */
  add(scope: number): number | undefined {
    this.#scopes.add(scope);
    if (this.#scopes.size <= LATE_OPERATIONS) return undefined;
    const [oldest] = this.#scopes;
    this.delete(oldest as number);
    this.spans.delete(Math.abs(oldest as number));
    return oldest;
  }

  delete(scope: number): void {
    if (this.#scopes.size > 0) this.#scopes.delete(scope);
  }

  /** @param startNanos when it began, by the clock */
  addSpan(begin: number, trace: OpenTrace, position: number, startNanos: number): void {
    this.spans.set(begin, { trace, position, startNanos: startNanos - (trace.work?.before(startNanos) ?? 0) });
  }

  /** Sends what an operation was that has ended after its tick, where that has left. */
  endSpan(begin: number, operationId: number, startNanos: number, endNanos: number, failed: boolean): void {
    const late = this.spans.get(begin);
    if (late === undefined) return;
    this.spans.delete(begin);
    // As long as it was measured to be, from where it stands in its tick.
    const lateEndNanos = late.startNanos + endNanos - startNanos;
    late.trace.lateEnd?.(late.position, operationId, late.startNanos, lateEndNanos, failed);
  }
}
