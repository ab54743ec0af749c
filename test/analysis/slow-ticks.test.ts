import { slowTick, withPauses } from '../../src/analysis/slow-ticks.js';
import type { KeptOperation, KeptPause, KeptTick } from '../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { keptTick } from '../aggregate/measured-stream.js';

function operation(name: string, parent: number, start: number, end: number): KeptOperation {
  return {
    kind: 'internal',
    name,
    parent,
    startNanos: start as Nanoseconds,
    durationNanos: (end - start) as Nanoseconds,
  };
}

function tickWith(pauses: readonly (readonly [start: number, end: number])[]): KeptTick {
  const operations = [operation('tick', -1, 0, 100), operation('ema', 0, 10, 40), operation('save', 0, 50, 90)];
  const kept = pauses.map(([start, end]): KeptPause => ({
    kind: 'minor',
    startNanos: start as Nanoseconds,
    durationNanos: (end - start) as Nanoseconds,
  }));
  return { ...keptTick(1, 100), operations, pauses: kept };
}

function drawn(tick: KeptTick): string[] {
  const operations = withPauses(tick);
  return operations.map(({ name, parent, startNanos }) => `${operations[parent]?.name ?? '-'} > ${name} ${startNanos}`);
}

it('puts a collection under the innermost operation that it was in', () => {
  expect(drawn(tickWith([[20, 30]]))).toEqual(['- > tick 0', 'tick > ema 10', 'ema > gc 20', 'tick > save 50']);
});

it('gives one across the border of an operation to the tick, and keeps every parent', () => {
  const drawing = drawn(
    tickWith([
      [30, 45],
      [60, 70],
      [2, 3],
    ]),
  );
  expect(drawing).toEqual([
    '- > tick 0',
    'tick > gc 2',
    'tick > ema 10',
    'tick > gc 30',
    'tick > save 50',
    'save > gc 60',
  ]);
});

it('leaves a tick without one as it is', () => {
  const { operations } = tickWith([]);
  expect(withPauses({ ...keptTick(1, 100), operations })).toBe(operations);
});

//   tick  |=========================|   the path: tick 0-10, ema 10-20, gc 20-30, ema 30-40, tick 40-50, save 50-90, tick 90-100
//   ema      |=======|
//   gc          |==|
//   save                  |=======|
it('draws the critical path through operations and collections, without a gap', () => {
  const { spans, path } = slowTick(tickWith([[20, 30]]));
  expect(path.map(({ span, startNanos, durationNanos }) => [spans[span]?.name, startNanos, durationNanos])).toEqual([
    ['tick', 0, 10],
    ['ema', 10, 10],
    ['gc', 20, 10],
    ['ema', 30, 10],
    ['tick', 40, 10],
    ['save', 50, 40],
    ['tick', 90, 10],
  ]);
});

it('leaves what runs beside, and what was late, out of the path', () => {
  const beside = [...tickWith([]).operations, operation('audit', 0, 55, 80)];
  const late = { ...operation('log', 0, 95, 100), late: true as const };
  const { spans, path } = slowTick({ ...tickWith([]), operations: [...beside, late] });
  expect(path.map(({ span }) => spans[span]?.name)).toEqual(['tick', 'ema', 'tick', 'save', 'tick']);
});
