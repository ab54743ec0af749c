// The arrays of one tick: where operations find their parents.

import { NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { RecordStorage } from '../../../src/capture/recorder/tick-buffer.js';

const TICK = 0;

it('places what begins in an ended operation under the nearest one that is open', () => {
  const storage = new RecordStorage();
  storage.begin(TICK, NO_PARENT, 0);
  const outer = storage.begin(1, ROOT, 10);
  const inner = storage.begin(2, outer, 20);
  storage.end(inner, 30, false);
  const afterInner = storage.begin(3, inner, 40);
  storage.end(outer, 50, false);
  const afterBoth = storage.begin(4, inner, 60);
  expect([afterInner, afterBoth].map((position) => storage.parents[position])).toEqual([outer, ROOT]);
});

it('leaves an operation out, and gives its children to its parent', () => {
  const storage = new RecordStorage();
  storage.begin(TICK, NO_PARENT, 0);
  const outer = storage.begin(1, ROOT, 10);
  const inner = storage.begin(2, outer, 20);
  expect(storage.leaveOut(outer)).toBe(ROOT);
  expect([storage.parents[inner], storage.endNanos[outer], storage.flags[outer]]).toEqual([ROOT, 10, 0]);
});
