// The arrays of one tick: where operations find their parents, and how the next tick gets them.

import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { NO_POSITION, TickBuffer, TickBufferPool } from '../../../src/model/tree/tick-buffer.js';

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

it('finds an operation by the place of its begin in the log', () => {
  const buffer = new TickBuffer();
  buffer.start(TICK, NO_PARENT, 0);
  buffer.begins[ROOT] = 70;
  buffer.begins[buffer.start(1, ROOT, 10)] = 71;
  expect([70, 71, 72].map((begin) => buffer.positionOf(begin))).toEqual([ROOT, 1, NO_POSITION]);
});

it('marks an open operation as failed, however it ends', () => {
  const buffer = new TickBuffer();
  buffer.start(TICK, NO_PARENT, 0);
  const marked = buffer.start(1, ROOT, 10);
  buffer.markFailed(marked);
  buffer.markFailed(NO_POSITION);
  expect(buffer.isOpen(marked)).toBe(true);
  buffer.end(marked, 20, false);
  expect([buffer.flags[marked], buffer.isOpen(marked)]).toEqual([FLAG_FAILED, false]);
});

it('keeps what it has when it grows, and takes no more than its limit', () => {
  const buffer = new TickBuffer(2, 4);
  buffer.start(TICK, NO_PARENT, 0);
  for (let number = 1; number <= 4; number++) {
    const position = buffer.start(number, ROOT, number * 10);
    if (position !== NO_POSITION) buffer.begins[position] = 70 + number;
  }
  expect(buffer.count).toBe(4);
  expect([...buffer.operationIds]).toEqual([TICK, 1, 2, 3]);
  expect([...buffer.startNanos]).toEqual([0, 10, 20, 30]);
  expect([...buffer.begins]).toEqual([0, 71, 72, 73]);
  expect([...buffer.flags]).toEqual(Array(4).fill(FLAG_LATE));
});

describe('the pool of buffers', () => {
  it('gives one out again, empty', () => {
    const pool = new TickBufferPool();
    const buffer = pool.take();
    buffer.start(TICK, NO_PARENT, 0);
    pool.giveBack(buffer);
    expect(pool.take()).toBe(buffer);
    expect(buffer.count).toBe(0);
  });

  it('keeps none that is large or that stood for a tick without a tree, and no more than 64', () => {
    const pool = new TickBufferPool();
    for (const odd of [new TickBuffer(512), new TickBuffer(1, 1)]) {
      pool.giveBack(odd);
      expect(pool.take()).not.toBe(odd);
    }
    const buffers = Array.from({ length: 65 }, () => new TickBuffer());
    for (const buffer of buffers) pool.giveBack(buffer);
    const taken = new Set(buffers.map(() => pool.take()));
    expect(buffers.filter((buffer) => taken.has(buffer))).toHaveLength(64);
  });
});
