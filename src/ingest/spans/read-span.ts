// One span as a reader found it. A reader fills one object again and again: a million spans make no garbage.

import type { WaitBasis } from '../../model/record/arrival-totals.js';
import type { KeptReason } from '../../model/record/record-segment.js';
import type { SpanClass } from './span-classes.js';

/** Identifiers are halves or quarters of 32 bits, and so are times: a double steps by 256 ns in today's nanoseconds. */
export class ReadSpan {
  readonly traceId: Uint32Array = new Uint32Array(4);
  spanHigh = 0;
  spanLow = 0;
  /** Both 0: it has no parent. */
  parentHigh = 0;
  parentLow = 0;
  /** Nanoseconds since 1970, divided by 2 ** 32: negative before. */
  startHigh = 0;
  startLow = 0;
  endHigh = 0;
  endLow = 0;
  /** Exact begin, since that of its tick, and exact duration, where the span says them: its times may have been moved for a store that keeps microseconds. NaN where not. */
  sinceTickNanos: number = NaN;
  durationNanos: number = NaN;
  isFailed = false;
  isLate = false;
  /** Of a tick: its symbol's id, see `SpanClasses.symbolId`; 0 where there is none. */
  symbolId = 0;
  reason: KeptReason | undefined;
  /** Of a tick: how long its event waited before, counted from what, and from then to the end; how old it was at the end. NaN where the span does not say it. */
  waitBeforeNanos: number = NaN;
  waitBasis: WaitBasis | undefined;
  responseNanos: number = NaN;
  ageNanos: number = NaN;
  /** What Tickscope measured, in nanoseconds; NaN where the span does not say it. */
  criticalPathNanos: number = NaN;
  selfNanos: number = NaN;
  waitNanos: number = NaN;
  /** See `SourceProcesses`. */
  processNumber = 0;
  spanClass: SpanClass | undefined;

  /** Everything that a span may leave out. */
  reset(): void {
    const { traceId } = this;
    traceId[0] = traceId[1] = traceId[2] = traceId[3] = 0;
    this.spanHigh = this.spanLow = this.parentHigh = this.parentLow = 0;
    this.startHigh = this.startLow = this.endHigh = this.endLow = 0;
    this.isFailed = this.isLate = false;
    this.symbolId = 0;
    this.reason = this.waitBasis = undefined;
    this.waitBeforeNanos = this.responseNanos = this.ageNanos = NaN;
    this.criticalPathNanos = this.selfNanos = this.waitNanos = this.durationNanos = this.sinceTickNanos = NaN;
    this.spanClass = undefined;
  }

  get hasIds(): boolean {
    const { traceId } = this;
    const any = (traceId[0] as number) | (traceId[1] as number) | (traceId[2] as number) | (traceId[3] as number);
    return (this.spanHigh | this.spanLow) !== 0 && any !== 0;
  }
}

const HALF = 2 ** 32;

export function nanosBetweenParts(fromHigh: number, fromLow: number, toHigh: number, toLow: number): number {
  return (toHigh - fromHigh) * HALF + (toLow - fromLow);
}

export function unixNanosOf(high: number, low: number): bigint {
  return BigInt(high) * BigInt(HALF) + BigInt(low);
}

export function unixMillisOfParts(high: number, low: number): number {
  return (high * HALF + low) / 1e6;
}

/** @returns high and low half of nanoseconds since 1970 */
export function halvesOf(nanos: bigint): readonly [high: number, low: number] {
  return [Number(nanos >> 32n), Number(nanos & 0xffff_ffffn)];
}
