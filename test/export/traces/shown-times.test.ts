// Jaeger's critical path over the spans of ticks whose operations take microseconds, against the critical path of what was recorded.

import * as fc from 'fast-check';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { CriticalPath } from '../../../src/aggregate/critical-path.js';
import { shownTimes } from '../../../src/export/traces/shown-times.js';
import { spansOfTick } from '../../../src/export/traces/tick-spans.js';
import type { KeptOperation, KeptTick } from '../../../src/model/record/record-segment.js';
import { FLAG_LATE, NO_PARENT, ROOT, type TickTrace } from '../../../src/model/tick-trace.js';
import type { TraceDetails } from '../../../src/model/trace-details.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { anyTrace, SEED } from '../../aggregate/random-trace.js';
import { uniform } from '../../harness/keyed-random.js';
import { stored, timesOnJaegersPath } from './jaeger-critical-path.js';

const OPERATIONS = 20;
const LONGEST_NANOS = 15_000;
const TICKS = 500;

/** Operations one after the other, each in the tick or in one that runs; between them, where `touchingShare` allows it, the parents' own code. */
function tickOfMicroseconds(seed: number, touchingShare: number): KeptTick {
  const draw = (place: number, what: number): number => uniform(seed, place, what);
  const operations: KeptOperation[] = [];
  let clock = 0;
  const work = (place: number): void => {
    if (draw(place, 0) >= touchingShare) clock += Math.floor(draw(place, 1) * LONGEST_NANOS);
  };
  const begin = (parent: number): number => {
    const operation = { kind: 'internal', name: `operation ${operations.length}`, parent } as const;
    return operations.push({ ...operation, startNanos: clock as Nanoseconds, durationNanos: 0 as Nanoseconds }) - 1;
  };
  const end = (position: number): void => {
    const operation = operations[position]!;
    operations[position] = { ...operation, durationNanos: (clock - operation.startNanos) as Nanoseconds };
  };
  begin(NO_PARENT);
  const open = [ROOT];
  for (let place = 1; place <= OPERATIONS; place++) {
    work(2 * place);
    if (open.length > 1 && draw(place, 2) < 0.5) {
      end(open.pop()!);
      work(2 * place + 1);
    }
    const position = begin(open.at(-1)!);
    // Some take no time at all.
    if (draw(place, 3) >= 0.1) clock += Math.floor(draw(place, 4) * LONGEST_NANOS);
    if (draw(place, 5) < 0.3 && open.length < 4) open.push(position);
    else end(position);
  }
  for (const position of open.toReversed()) {
    work(1_000 + position);
    end(position);
  }
  return keptTick(operations, BigInt(Math.floor(draw(0, 6) * 1e9)));
}

function keptTick(operations: readonly KeptOperation[], beginNanos: bigint): KeptTick {
  return {
    ...{ traceId: '0af7651916cd43dd8448eb211c80319c', process: '1', name: 'onTick', reason: 'slow' },
    startedAtUnixNanos: (1_764_000_000_000_000_000n + beginNanos).toString(),
    durationNanos: operations[ROOT]!.durationNanos,
    operations,
  };
}

function spans(tick: KeptTick): ReadableSpan[] {
  const zeros = tick.operations.map(() => 0 as Nanoseconds);
  const details: TraceDetails = {
    spanIds: tick.operations.map((_, position) => `${position}`),
    attributes: tick.operations.map(() => ({})),
    ...{ programAttributes: new Map(), events: new Map(), programSpans: new Map(), programSpansElsewhere: [] },
    ...{ criticalPathNanos: zeros, selfNanos: zeros, waitNanos: zeros },
  };
  return [...spansOfTick(tick, details, resourceFromAttributes({}))];
}

/** As they were sent before: exact times, which Jaeger cuts. */
function spansAsRecorded(tick: KeptTick): ReadableSpan[] {
  const begin = BigInt(tick.startedAtUnixNanos);
  const time = (nanos: number): [number, number] => {
    const unix = begin + BigInt(nanos);
    return [Number(unix / 1_000_000_000n), Number(unix % 1_000_000_000n)];
  };
  return spans(tick).map((span, position) => {
    const { startNanos, durationNanos } = tick.operations[position]!;
    return { ...span, startTime: time(startNanos), endTime: time(startNanos + durationNanos) };
  });
}

function recordedPath({ operations }: KeptTick): number[] {
  const of = (field: (operation: KeptOperation) => number): number[] => operations.map(field);
  const trace: TickTrace = {
    count: operations.length,
    startNanos: Float64Array.from(of(({ startNanos }) => startNanos)),
    endNanos: Float64Array.from(of(({ startNanos, durationNanos }) => startNanos + durationNanos)),
    parents: Int32Array.from(of(({ parent }) => parent)),
    operationIds: new Int32Array(operations.length),
    flags: new Uint8Array(operations.length),
  };
  const times = operations.map(() => 0);
  new CriticalPath().walk(trace, (position, from, to) => (times[position]! += to - from));
  return times;
}

/** By operation: by how much its time on Jaeger's path is wrong, in nanoseconds. */
function errorsOf(tick: KeptTick, sent: readonly ReadableSpan[]): number[] {
  const shown = timesOnJaegersPath(sent.map(stored));
  return recordedPath(tick).map((nanos, position) => shown.get(`${position}`)! * 1_000 - nanos);
}

const largest = (errors: readonly number[]): number => Math.max(...errors.map(Math.abs));
const seeds = Array.from({ length: TICKS }, (_, index) => index + 1);

it("puts each operation's time on Jaeger's critical path, to 1 % of the tick", () => {
  const wrong = (spansOf: (tick: KeptTick) => ReadableSpan[]): number[] =>
    seeds.map((seed) => {
      const tick = tickOfMicroseconds(seed, 0.1);
      return largest(errorsOf(tick, spansOf(tick))) / tick.durationNanos;
    });
  expect(Math.max(...wrong(spans))).toBeLessThan(0.01);
  // What it does where the times are sent as they were recorded: else the test would see nothing.
  expect(wrong(spansAsRecorded).filter((share) => share > 0.01).length).toBeGreaterThan(TICKS / 2);
});

it('is less than two microseconds wrong about any operation where all of them touch, and gives the gaps to their parents', () => {
  for (const seed of seeds) {
    const tick = tickOfMicroseconds(seed, 1);
    const parents = new Set(tick.operations.map(({ parent }) => parent));
    const errors = errorsOf(tick, spans(tick));
    const own = errors.filter((_, position) => !parents.has(position));
    expect(largest(own)).toBeLessThanOrEqual(2_000);
    expect(Math.max(...errors)).toBeLessThanOrEqual(1_000 * (OPERATIONS + 2));
  }
});

describe('whatever the tree', () => {
  const anyTick = fc.tuple(anyTrace(6_000), fc.bigInt({ min: 0n, max: 999n })).map(([trace, phase]) => {
    const root = trace.startNanos[ROOT]!;
    const operations = Array.from({ length: trace.count }, (_, position): KeptOperation => {
      const startNanos = (trace.startNanos[position]! - root) as Nanoseconds;
      const durationNanos = (trace.endNanos[position]! - trace.startNanos[position]!) as Nanoseconds;
      const late = (trace.flags[position]! & FLAG_LATE) !== 0 && { late: true as const };
      return { kind: 'internal', name: '', parent: trace.parents[position]!, startNanos, durationNanos, ...late };
    });
    return { operations, phase };
  });
  const holds = (
    check: (operations: readonly KeptOperation[], starts: Float64Array, ends: Float64Array) => void,
  ): void =>
    fc.assert(
      fc.property(anyTick, ({ operations, phase }) => {
        const { starts, ends } = shownTimes(operations, phase);
        check(operations, starts, ends);
      }),
      { seed: SEED, numRuns: 500 },
    );
  const endOf = ({ startNanos, durationNanos }: KeptOperation): number => startNanos + durationNanos;

  it('keeps inside what was inside, and after what was after', () => {
    holds((operations, starts, ends) => {
      for (const [position, one] of operations.entries()) {
        if (one.late === true) continue;
        expect(starts[position]).toBeLessThanOrEqual(ends[position]!);
        const parent = operations[one.parent];
        const isInside = parent !== undefined && endOf(one) <= endOf(parent);
        expect(starts[position]).toBeGreaterThanOrEqual(isInside ? starts[one.parent]! : 0);
        expect(ends[position]).toBeLessThanOrEqual(isInside ? ends[one.parent]! : Infinity);
        for (const [other, sibling] of operations.entries()) {
          if (other <= position || sibling.parent !== one.parent || sibling.late === true) continue;
          if (parent === undefined || endOf(one) > endOf(parent) || endOf(one) > sibling.startNanos) continue;
          expect(ends[position]).toBeLessThanOrEqual(starts[other]!);
        }
      }
    });
  });

  it('moves nothing by two microseconds, and the tick not at all', () => {
    holds((operations, starts, ends) => {
      expect([starts[ROOT], ends[ROOT]]).toEqual([0, operations[ROOT]!.durationNanos]);
      for (const [position, one] of operations.entries()) {
        if (one.late === true) continue;
        expect(Math.abs(starts[position]! - one.startNanos)).toBeLessThan(2_000);
        expect(Math.abs(ends[position]! - endOf(one))).toBeLessThan(2_000);
      }
    });
  });
});

it('has the exact times in attributes', () => {
  const tick = tickOfMicroseconds(7, 1);
  const exact = spans(tick).map(({ attributes }) => [
    attributes['tickscope.start_nanos'],
    attributes['tickscope.duration_nanos'],
  ]);
  expect(exact).toEqual(tick.operations.map(({ startNanos, durationNanos }) => [startNanos, durationNanos]));
});
