// What the event loop and the collector are told of a tick in which Tickscope has worked.

import type { LoopWatch } from '../../src/capture/runtime/loop-watch.js';
import type { ResourceSampler } from '../../src/capture/runtime/resource-sampler.js';
import { NameTable } from '../../src/model/name-table.js';
import type { KeptTick } from '../../src/model/record/record-segment.js';
import { OpenTrace } from '../../src/model/tree/open-trace.js';
import { TickBuffer } from '../../src/model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { LiveRuntime } from '../../src/live/live-runtime.js';
import { runningSegment } from '../aggregate/running-parts.js';

/** A tick from 1,000 to 1,100 in which Tickscope worked from 1,020 to 1,050. */
function tickWithWork(): OpenTrace {
  const tick = new OpenTrace(() => '1');
  tick.open(1, true, 0, 1, new TickBuffer());
  tick.startNanos = 1_000;
  tick.endNanos = 1_100;
  tick.worked(1_020, 1_050);
  return tick;
}

const KEPT = { durationNanos: 70 as Nanoseconds, operations: [] } as unknown as KeptTick;

it('puts a collection at its place in the tree, which leaves the work out', () => {
  const names = new NameTable();
  const running = runningSegment({ names });
  const { accumulator } = running;
  const runtime = new LiveRuntime(running, undefined);
  accumulator.keep(KEPT);
  runtime.tickClosed(tickWithWork(), new TickBuffer(), NaN, { tick: KEPT, pauses: undefined });
  runtime.onCollected('minor', 1_010, 1_015);
  // Within the work: none of the tick's time.
  runtime.onCollected('minor', 1_030, 1_040);
  // Half of it.
  runtime.onCollected('major', 1_040, 1_060);
  runtime.onCollected('minor', 1_090, 1_120);
  expect(accumulator.kept.list[0]?.pauses).toEqual([
    { kind: 'minor', startNanos: 10, durationNanos: 5 },
    { kind: 'major', startNanos: 20, durationNanos: 10 },
    { kind: 'minor', startNanos: 60, durationNanos: 10 },
  ]);
  expect([...accumulator.runtime.toRows().gc]).toMatchObject([
    { kind: 'minor', ticksHit: 2, inTicksNanos: 15 },
    { kind: 'major', ticksHit: 1, inTicksNanos: 10 },
  ]);
});

it('gives the event loop back at the true end of the tick', () => {
  const runtime = new LiveRuntime(runningSegment({ names: new NameTable() }), undefined);
  const tickReturned = jest.fn();
  runtime.start({ tickReturned } as unknown as LoopWatch, {} as ResourceSampler);
  runtime.tickClosed(tickWithWork(), new TickBuffer(), NaN, undefined);
  expect(tickReturned.mock.calls).toEqual([[1_100]]);
});
