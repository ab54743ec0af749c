// What the page's script draws from: all of it stands in the page's tables too. Names in it are as people may see them.

import type { OperationKind } from '../../model/operation.js';
import type { ReportTimelinePoint } from '../../model/report/timeline-report.js';

/** An operation, and what p95 would be if it were faster. */
export interface PageWhatIf {
  readonly label: string;
  readonly kind: OperationKind;
  /** p95 by how much of its own time it loses, the smallest first. */
  readonly predictions: readonly { readonly fasterShare: number; readonly p95Nanos: number }[];
}

export interface PageSpan {
  readonly label: string;
  readonly kind: OperationKind;
  /** Of the tick itself 0. */
  readonly depth: number;
  readonly startNanos: number;
  readonly durationNanos: number;
  /** `failed`, `late`, both or nothing. */
  readonly marks: string;
  /** When the tick waited for it, as begins and lengths. */
  readonly path: readonly (readonly [startNanos: number, durationNanos: number])[];
}

export interface PageTick {
  readonly label: string;
  readonly durationNanos: number;
  /** In order of their starts. */
  readonly spans: readonly PageSpan[];
  readonly leftOut: number;
}

/** A rectangle of a flame graph. */
export interface FlameNode {
  readonly label: string;
  readonly kind?: OperationKind;
  /** Samples or nanoseconds, with those of what it called. */
  readonly value: number;
  readonly children: readonly FlameNode[];
}

export interface PageFlame {
  readonly title: string;
  readonly unit: 'samples' | 'nanoseconds';
  readonly root: FlameNode;
}

export interface PageData {
  readonly budgetNanos: number;
  readonly timeline: readonly ReportTimelinePoint[];
  readonly distribution: readonly { readonly label: string; readonly count: number; readonly overBudget: boolean }[];
  readonly whatIf?: { readonly p95Nanos: number; readonly operations: readonly PageWhatIf[] };
  readonly ticks: readonly PageTick[];
  readonly flames: readonly PageFlame[];
}
