// The arrays of one tick: where operations find their parents.

import { NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { TickBuffer } from '../../../src/model/tree/tick-buffer.js';

const TICK = 0;

it('places what begins in an ended operation under the nearest one that is open', () => {
  const buffer = new TickBuffer();
  buffer.start(TICK, NO_PARENT, 0);
  const outer = buffer.start(1, ROOT, 10);
  const inner = buffer.start(2, outer, 20);
  buffer.end(inner, 30, false);
  const afterInner = buffer.start(3, inner, 40);
  buffer.end(outer, 50, false);
  const afterBoth = buffer.start(4, inner, 60);
  expect([afterInner, afterBoth].map((position) => buffer.parents[position])).toEqual([outer, ROOT]);
});

it('leaves an operation out, and gives its children to its parent', () => {
  const buffer = new TickBuffer();
  buffer.start(TICK, NO_PARENT, 0);
  const outer = buffer.start(1, ROOT, 10);
  const inner = buffer.start(2, outer, 20);
  expect(buffer.leaveOut(outer)).toBe(ROOT);
  expect([buffer.parents[inner], buffer.endNanos[outer], buffer.flags[outer]]).toEqual([ROOT, 10, 0]);
});
