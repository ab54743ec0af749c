import { HeldPieces } from '../../src/capture/runtime/held-pieces.js';
import { LoopHolder } from '../../src/capture/runtime/loop-holder.js';
import { Stalls } from '../../src/capture/runtime/stalls.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import type { StallRow } from '../../src/model/record/runtime-rows.js';

const MILLI = 1_000_000;

function watched(): {
  readonly holder: LoopHolder;
  readonly stalls: Stalls;
  readonly told: StallRow[];
  readonly held: string[];
  readonly id: (name: string) => number;
} {
  const owners = new OwnerTable();
  const told: StallRow[] = [];
  const held: string[] = [];
  const sink = {
    onHeld: (ownerId: number, nanos: number) => void held.push(`${owners.owner(ownerId).name} ${nanos / MILLI}`),
    onStall: (_: number, stall: StallRow) => void told.push(stall),
    onCollectedIn: (ownerId: number, nanos: number) =>
      void held.push(`gc in ${owners.owner(ownerId).name} ${nanos / MILLI}`),
  };
  const stalls = new Stalls(owners, 'p1', sink);
  const id = (name: string): number => owners.intern('timer', name);
  return { holder: new LoopHolder(sink, stalls, new HeldPieces(0), id('first'), 0), stalls, told, held, id };
}

//   first |==== 12 ====|== waits 8 ==| second |= 3 =|
it('is a stretch of 10 ms or more, without the waiting behind it', () => {
  const { holder, stalls, told, held, id } = watched();
  holder.changeTo(id('second'), 20 * MILLI, 8 * MILLI);
  holder.changeTo(id('third'), 23 * MILLI, 0);
  stalls.finish();
  expect(held).toEqual(['first 12', 'second 3']);
  expect(told).toMatchObject([{ process: 'p1', kind: 'timer', name: 'first', durationNanos: 12 * MILLI }]);
});

//   first |= 4 =|  tick |= 11 =|  first |= 5 =|
it('belongs to who interrupted a callback, and the callback held the loop once', () => {
  const { holder, stalls, told, held, id } = watched();
  holder.interruptBy(id('tick'), 4 * MILLI, 0);
  holder.resume(id('first'), 15 * MILLI);
  holder.changeTo(id('next'), 20 * MILLI, 0);
  stalls.finish();
  expect(held).toEqual(['tick 11', 'first 9']);
  expect(told.map(({ name }) => name)).toEqual(['tick']);
});

it('counts the ticks that begin after it until the loop waits', () => {
  const { holder, stalls, told, id } = watched();
  stalls.tickStartedInLoop();
  holder.changeTo(id('second'), 15 * MILLI, 0);
  stalls.tickStartedInLoop();
  stalls.tickStartedInLoop();
  stalls.turnStarted();
  stalls.tickStartedInLoop();
  stalls.finish();
  expect(told).toMatchObject([{ delayedTicks: 2 }]);
});

it('says how much of it was garbage collection, and whose time that was', () => {
  const { holder, stalls, told, held, id } = watched();
  holder.changeTo(id('second'), 15 * MILLI, 0);
  holder.changeTo(id('third'), 18 * MILLI, 0);
  holder.collected(12 * MILLI, 17 * MILLI);
  stalls.finish();
  expect(held.filter((row) => row.startsWith('gc'))).toEqual(['gc in second 2', 'gc in first 3']);
  expect(told).toMatchObject([{ gcNanos: 3 * MILLI }]);
});

it('names the call that took half of it or more', () => {
  const { holder, stalls, told, id } = watched();
  holder.called('fs.readFileSync bot.js:12', 9 * MILLI);
  holder.called('fs.statSync bot.js:13', 2 * MILLI);
  holder.changeTo(id('second'), 15 * MILLI, 0);
  holder.called('fs.statSync bot.js:13', 4 * MILLI);
  holder.changeTo(id('third'), 30 * MILLI, 0);
  stalls.finish();
  expect(told.map(({ location }) => location)).toEqual(['fs.readFileSync bot.js:12', undefined]);
});

it('waits for what may still be heard of it', () => {
  const { holder, stalls, told, id } = watched();
  holder.changeTo(id('second'), 15 * MILLI, 0);
  stalls.turnStarted();
  stalls.settle(50 * MILLI);
  expect(told).toHaveLength(0);
  stalls.settle(200 * MILLI);
  expect(told).toHaveLength(1);
});

it('forgets none where too many wait', () => {
  const { holder, stalls, told, id } = watched();
  for (let count = 1; count <= 100; count++) holder.changeTo(id('again'), 11 * MILLI * count, 0);
  expect(told).toHaveLength(36);
  stalls.finish();
  expect(told).toHaveLength(100);
});
