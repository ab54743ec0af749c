// Spans as the SDK makes them, on a clock that stands still until a test moves it.

import { LossCounts } from '../../../src/aggregate/loss-counts.js';
import type { HrTime, StartedSpan } from '../../../src/capture/otel/sdk-span.js';
import { plusNanos } from '../../../src/capture/otel/sdk-span.js';
import { type IntakeOptions, SpanIntake, type SpanSink } from '../../../src/capture/otel/span-intake.js';
import type { Losses } from '../../../src/model/losses.js';
import { NameTable } from '../../../src/model/name-table.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK } from '../../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';

/** 0.25 ms after a whole millisecond, so that the SDK's start times are visibly wrong. */
const BEGAN_UNIX_MILLIS = 1_700_000_000_000;
const THREAD_STARTED_NANOS = 5_000_250_000;
const START_TIME_PROVIDED = '_startTimeProvided';

export interface SpanPlan {
  readonly parent?: FakeSpan;
  readonly remoteParent?: boolean;
  readonly kind?: number;
  readonly attributes?: Record<string, unknown>;
  readonly scope?: string;
  /** Milliseconds since 1970, as a program gives it. */
  readonly startTime?: number;
  /** Whether the span has the private field that says whether its start was given. */
  readonly sdkTells?: boolean;
}

export interface FakeSpan extends StartedSpan {
  readonly attributes: Record<string, unknown>;
  name: string;
  status: { code: number };
  addEvent(time?: HrTime): void;
  /** Microseconds in which the process stands still after the SDK has read its clock. */
  pauseBeforeEnd: number;
  end(endTime?: number): void;
}

interface Tree {
  readonly traceId: string;
  readonly symbol: string | undefined;
  /** `kind name start-end`, in microseconds since the tick's begin, with `!` for failed and `~` for late, indented by depth. */
  readonly lines: string[];
}

/** Everything that an intake tells. */
class Told implements SpanSink {
  started = 0;
  readonly trees: Tree[] = [];
  readonly operations: string[] = [];
  readonly #lost = new LossCounts();
  readonly losses: Losses = this.#lost;
  readonly scopes: Record<string, number> = {};
  readonly costs: number[] = [];
  readonly #names: NameTable;

  constructor(names: NameTable) {
    this.#names = names;
  }

  tickStarted(): void {
    this.started++;
  }

  spanTaken(scope: string): void {
    this.scopes[scope] = (this.scopes[scope] ?? 0) + 1;
  }

  operationEnded: SpanSink['operationEnded'] = (id, nanos, flags) => {
    const { kind, name } = this.#names.entry(id);
    const mark = (flag: number, text: string): string => ((flags & flag) === 0 ? '' : text);
    const marks = mark(FLAG_FAILED, ' failed') + mark(FLAG_LATE, ' late') + mark(FLAG_OUTSIDE_TICK, ' outside');
    this.operations.push(`${kind} ${name} ${nanos / 1e3}${marks}`);
  };

  tickClosed: SpanSink['tickClosed'] = (tick, buffer) => {
    const depths: number[] = [];
    const lines: string[] = [];
    for (let position = 0; position < buffer.count; position++) {
      const depth = position === 0 ? 0 : (depths[buffer.parents[position] as number] as number) + 1;
      depths[position] = depth;
      const { kind, name } = this.#names.entry(buffer.operationIds[position] as number);
      const micros = (nanos: number): number => (nanos - tick.startNanos) / 1e3;
      const times = `${micros(buffer.startNanos[position] as number)}-${micros(buffer.endNanos[position] as number)}`;
      const flags = buffer.flags[position] as number;
      const marks = ((flags & FLAG_FAILED) === 0 ? '' : '!') + ((flags & FLAG_LATE) === 0 ? '' : '~');
      lines.push(`${'  '.repeat(depth)}${kind} ${name} ${times}${marks}`);
    }
    this.trees.push({ traceId: tick.traceId, symbol: tick.symbol, lines });
  };

  spanCost(nanos: Nanoseconds): void {
    this.costs.push(nanos);
  }

  get lost(): Record<string, number> {
    return Object.fromEntries(this.#lost.byCause);
  }
}

export class FakeSdk {
  readonly told: Told;
  readonly intake: SpanIntake;
  nanos = 0;
  #ids = 0;

  constructor(options: Partial<IntakeOptions> = {}) {
    const names = new NameTable();
    this.told = new Told(names);
    const clock = { now: () => this.#monotonic(), unixMillis: () => this.#unixMillis() };
    this.intake = new SpanIntake(clock, names, this.told, { isTick: undefined, correctTimes: false, ...options });
  }

  /** Lets time pass. */
  micros(count: number): void {
    this.nanos += count * 1e3;
  }

  start(name: string, plan: SpanPlan = {}): FakeSpan {
    const { parent, remoteParent = false, startTime, sdkTells = true } = plan;
    const startedAt = this.#monotonic();
    const start = startTime ?? this.#unixMillis();
    const traceId = parent?.spanContext().traceId ?? this.#id('trace');
    const spanContext = { traceId, spanId: this.#id('span'), traceFlags: 1 };
    const writable = {
      name,
      kind: plan.kind ?? 0,
      attributes: { ...plan.attributes },
      status: { code: 0 },
      pauseBeforeEnd: 0,
      startTime: hrTime(start),
      endTime: [0, 0] as HrTime,
      duration: [-1, -1] as HrTime,
      events: [] as { time: HrTime }[],
      parentSpanContext: parent && { spanId: parent.spanContext().spanId, isRemote: remoteParent },
      instrumentationScope: { name: plan.scope ?? 'app' },
      ...(sdkTells && { [START_TIME_PROVIDED]: startTime !== undefined }),
      spanContext: () => spanContext,
      setAttribute: (key: string, value: unknown) => void (writable.attributes[key] = value),
      addEvent: (time?: HrTime) =>
        void writable.events.push({ time: time ?? plusNanos(writable.startTime, this.#monotonic() - startedAt) }),
      end: (endTime?: number) => {
        // As SpanImpl: from the monotonic clock, unless a time was given.
        if (endTime === undefined && startTime === undefined) {
          writable.endTime = plusNanos(writable.startTime, this.#monotonic() - startedAt);
        } else writable.endTime = hrTime(endTime ?? this.#unixMillis());
        writable.duration = plusNanos([0, 0], nanosFrom(writable.startTime, writable.endTime));
        this.micros(writable.pauseBeforeEnd);
        this.intake.end(writable);
      },
    };
    this.intake.start(writable);
    return writable;
  }

  /** A span that does nothing else for this long. */
  run(name: string, micros: number, plan: SpanPlan = {}): FakeSpan {
    const span = this.start(name, plan);
    this.micros(micros);
    span.end();
    return span;
  }

  unixMillis(): number {
    return this.#unixMillis();
  }

  #monotonic(): Nanoseconds {
    return (THREAD_STARTED_NANOS + this.nanos) as Nanoseconds;
  }

  #unixMillis(): number {
    return Math.floor(BEGAN_UNIX_MILLIS + (this.nanos + 250_000) / 1e6);
  }

  #id(what: string): string {
    return `${what}-${++this.#ids}`;
  }
}

function hrTime(unixMillis: number): HrTime {
  return plusNanos([Math.floor(unixMillis / 1e3), 0], Math.round((unixMillis % 1e3) * 1e6));
}

function nanosFrom(from: HrTime, to: HrTime): number {
  return (to[0] - from[0]) * 1e9 + to[1] - from[1];
}
