// What the program wrote on the spans of a tick in which Tickscope worked.

import { traceDetailsOf } from '../../src/capture/keep/trace-details.js';
import { NameTable } from '../../src/model/name-table.js';
import { NO_PARENT, ROOT } from '../../src/model/tick-trace.js';
import { OpenTrace } from '../../src/model/tree/open-trace.js';
import { SpanNotes } from '../../src/model/tree/span-notes.js';
import { TickBuffer } from '../../src/model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../src/model/units.js';

it('moves events with the tree, which leaves the work out', () => {
  const names = new NameTable();
  const onTick = names.intern('tick', 'onTick');
  const buffer = new TickBuffer();
  buffer.start(onTick, NO_PARENT, 1_000);
  buffer.end(ROOT, 1_070, false);
  const tick = new OpenTrace(() => '1');
  tick.open(1, true, onTick, 1, buffer);
  tick.startNanos = 1_000;
  tick.notes = new SpanNotes();
  for (const at of [10, 30, 60]) tick.notes.addEvent(ROOT, `at ${at}`, at as Nanoseconds, {});
  const times = ['selfNanos', 'criticalPathNanos', 'untracedNanos'].map((name) => [name, new Float64Array(1)]);
  const eventTimes = (): unknown =>
    traceDetailsOf(tick, buffer, names, Object.fromEntries(times))
      .events.get(ROOT)
      ?.map(({ atNanos }) => atNanos);
  expect(eventTimes()).toEqual([10, 30, 60]);
  tick.worked(1_020, 1_050);
  expect(eventTimes()).toEqual([10, 20, 30]);
});
