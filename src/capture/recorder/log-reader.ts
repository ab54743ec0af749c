// Interfaces between the recorder and its owner: `LogReader` for what reads the log, `RecorderSink` for what cannot wait.

import type { OpenTrace } from '../../model/tree/open-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import type { EventCounts } from './event-ledger.js';
import type { SpanPlace } from './scope-context.js';

/** What reads the log. */
export interface LogReader {
  /** Records that have not been read. */
  readonly waiting: number;
  /** Reads everything that has been written. */
  drain(): void;
  /** The open trace that a scope belongs to. Reads first. */
  traceOf(scope: number): OpenTrace | undefined;
  placeOf(scope: number): SpanPlace | undefined;
  /** A call that ended as a success was none. @param begin the position of its begin */
  turnedOutFailed(begin: number, operationId: number, isTickShaped: boolean, symbol: string | undefined): void;
  rename(scope: number, operationId: number): void;
  /** An operation whose tick has left does not follow it as a span: somebody else sends one. */
  leavesItself(scope: number): void;
  /** The innermost operation that runs in a scope, where its trace is open. */
  operationIn(scope: number): number | undefined;
  /** Ends an operation whose times the program gave, without a place in its tree. @param scope 0 where its begin is not in the log */
  endGiven(trace: OpenTrace, scope: number, operationId: number, durationNanos: Nanoseconds, failed: boolean): void;
}

/** Receives what cannot wait. Must not throw. */
export interface RecorderSink extends EventCounts {
  /** The cost of one operation of the sample whose cost is measured. */
  spanCost(nanos: Nanoseconds): void;
  /** The cost of one callback of the event loop that was looked at, and how many it stands for. */
  watchingCost(nanos: Nanoseconds, callbacks: number): void;
  /** The log fills: it has to be read when the event loop is free. */
  logFills(): void;
  /**
   * Called when the time has come that the last call returned: timers wait for a free loop, and some programs never have one. The
   * work has to be short.
   *
   * @returns when to call it again
   */
  onDue(atNanos: Nanoseconds): number;
}
