// A recorder, its event log and the drain behind it. What the drain tells is written down by `RecordedCalls`.

import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import { LogDrain } from '../../../src/aggregate/drain/log-drain.js';
import type { LoopTurn } from '../../../src/capture/recorder/loop-turn.js';
import type { LogReader } from '../../../src/capture/recorder/log-reader.js';
import { Recorder } from '../../../src/capture/recorder/recorder.js';
import type { SpanPlace } from '../../../src/capture/recorder/scope-context.js';
import type { OpenCall } from '../../../src/capture/wrap/call-tracer.js';
import { RecordedCall } from '../../../src/capture/wrap/recorded-call.js';
import { EventLog } from '../../../src/model/log/event-log.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { type ClosedTrace, RecordedCalls } from './recorded-calls.js';

export interface RecordedLogParts {
  readonly log?: EventLog;
  readonly loop?: LoopEvents;
  readonly turn?: LoopTurn;
}

export class RecordedLog implements LogReader {
  readonly calls: RecordedCalls = new RecordedCalls();
  readonly log: EventLog;
  readonly recorder: Recorder;
  /** How often something was read that waited. */
  drains = 0;
  readonly #drain: LogDrain;
  #ids = 0;

  constructor({ log = new EventLog(), loop, turn }: RecordedLogParts = {}) {
    this.log = log;
    this.#drain = new LogDrain(log, this.calls, (digits) => String(++this.#ids).padStart(digits, '0'), loop);
    this.recorder = new Recorder(log, this, this.calls, turn);
  }

  /** Scopes that the drain knows. */
  get scopeCount(): number {
    this.drain();
    return this.#drain.traces.scopeCount;
  }

  /** What has been told until now. */
  get lines(): string[] {
    this.drain();
    return this.calls.lines;
  }

  get closed(): ClosedTrace[] {
    this.drain();
    return this.calls.closed;
  }

  /** Begins a tick, in which the synchronous code is that follows. */
  tick(operationId: number, symbol?: string, since?: Nanoseconds): RecordedCall {
    const event = { symbol, unixMillis: NaN, missing: 0, batch: undefined };
    return leaving(RecordedCall.ofTick(this.recorder, operationId, event, false, since));
  }

  /** Begins a tick that goes on after it returns; `inside` runs code in it. */
  asyncTick(operationId: number, symbol?: string): RecordedCall {
    const event = { symbol, unixMillis: NaN, missing: 0, batch: undefined };
    return leaving(RecordedCall.ofTick(this.recorder, operationId, event, true));
  }

  /** Begins an operation that ends when it returns. */
  operation(operationId: number): RecordedCall {
    return leaving(RecordedCall.ofOperation(this.recorder, operationId, false));
  }

  /** Begins an operation that may end later than it returns; `inside` runs code in it. */
  asyncOperation(operationId: number): RecordedCall {
    return leaving(RecordedCall.ofOperation(this.recorder, operationId, true));
  }

  /** Runs code in the scope of a call. */
  inside<Result>({ scope }: OpenCall, code: () => Result): Result {
    return this.recorder.active.run(scope, code);
  }

  get waiting(): number {
    return this.#drain.waiting;
  }

  drain(): void {
    if (this.#drain.waiting > 0) this.drains++;
    this.#drain.run();
    this.recorder.drained();
  }

  traceOf(scope: number): OpenTrace | undefined {
    this.drain();
    return this.#drain.traces.traceOf(scope);
  }

  placeOf(scope: number): SpanPlace | undefined {
    this.drain();
    return this.#drain.traces.placeOf(scope);
  }

  operationIn(scope: number): number | undefined {
    this.drain();
    return this.#drain.traces.operationIn(scope);
  }

  rename(scope: number, operationId: number): void {
    this.drain();
    this.#drain.traces.rename(scope, operationId);
  }

  leavesItself(scope: number): void {
    this.drain();
    this.#drain.traces.leavesItself(scope);
  }

  turnedOutFailed(begin: number, operationId: number, isTickShaped: boolean, symbol: string | undefined): void {
    this.drain();
    this.#drain.turnedOutFailed(begin, operationId, isTickShaped, symbol);
  }

  endGiven(trace: OpenTrace, scope: number, operationId: number, durationNanos: Nanoseconds, failed: boolean): void {
    this.drain();
    this.#drain.endGiven(trace, scope, operationId, durationNanos, failed);
  }
}

/** Like the functions that run them, these calls leave a synchronous scope when they have returned. */
function leaving(call: RecordedCall): RecordedCall {
  const { end, returned } = RecordedCall.prototype;
  return Object.assign(call, {
    end(failed: boolean) {
      end.call(call, failed);
      call.left();
    },
    returned() {
      returned.call(call);
      call.left();
    },
  });
}
