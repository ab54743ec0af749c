// How long ticks waited before they started, where only the time between two looks of the event loop is known in which their events came.

import { ExponentialHistogram, type HistogramData } from '../../src/model/histogram/exponential-histogram.js';
import { NameTable } from '../../src/model/name-table.js';
import { TickBuffer } from '../../src/model/tree/tick-buffer.js';
import { OpenTrace } from '../../src/model/tree/open-trace.js';
import { NO_PARENT } from '../../src/model/tick-trace.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { liveParts } from './live-parts.js';

const TICKS = 200;
/** Of each tick: the loop looked, held for 1,001 ns, called back, and 10 ns later the tick began, which took 50 ns. */
const [HELD_NANOS, CALLED_NANOS, TICK_NANOS] = [1_001, 10, 50];

it('are whole nanoseconds, spread evenly between the look and the callback', () => {
  const names = new NameTable();
  const running = runningSegment({ names });
  const { sink } = liveParts(running, names);
  const tickId = names.intern('tick', 'onTick');
  for (let tick = 0; tick < TICKS; tick++) {
    const trace = new OpenTrace(() => '1');
    const buffer = new TickBuffer();
    trace.open(tick + 1, true, tickId, tick + 1, buffer);
    trace.readySinceNanos = 10_000 * tick;
    trace.stampedNanos = trace.readySinceNanos + HELD_NANOS;
    trace.startNanos = trace.stampedNanos + CALLED_NANOS;
    trace.endNanos = trace.startNanos + TICK_NANOS;
    buffer.end(buffer.start(tickId, NO_PARENT, trace.startNanos), trace.endNanos, false);
    sink.traceClosed(trace, buffer);
  }
  const { responses } = running.accumulator.totals().ticks;
  expect(responses?.count).toBe(TICKS);
  // Sums have to be the same in whatever order they are added up.
  expect(Number.isInteger(responses?.sumNanos)).toBe(true);
  const meanNanos = (responses?.sumNanos ?? 0) / TICKS;
  const expectedNanos = HELD_NANOS / 2 + CALLED_NANOS + TICK_NANOS;
  expect(Math.abs(meanNanos - expectedNanos)).toBeLessThan(HELD_NANOS / 100);
  const p95Nanos = ExponentialHistogram.fromData(responses as HistogramData).quantile(0.95);
  expect(Math.abs(p95Nanos - (0.95 * HELD_NANOS + CALLED_NANOS + TICK_NANOS))).toBeLessThan(HELD_NANOS / 50);
  expect(responses?.minNanos).toBeGreaterThanOrEqual(CALLED_NANOS + TICK_NANOS);
  expect(responses?.maxNanos).toBeLessThanOrEqual(HELD_NANOS + CALLED_NANOS + TICK_NANOS);
});
