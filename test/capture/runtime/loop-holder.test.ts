// Who holds the event loop, with times by hand.

import { HeldPieces } from '../../../src/capture/runtime/held-pieces.js';
import { LoopHolder } from '../../../src/capture/runtime/loop-holder.js';
import type { Stalls } from '../../../src/capture/runtime/stalls.js';

const MAIN = 1;
const TIMER = 2;
const TICK = 3;
const TICKSCOPE = 4;

let lines: string[];
let holder: LoopHolder;

beforeEach(() => {
  lines = [];
  const stalls: Pick<Stalls, 'add' | 'collected'> = {
    add: (ownerId, from, to, location) => lines.push(`stall of ${ownerId} from ${from} to ${to}${location ?? ''}`),
    collected: (from, to) => lines.push(`collected from ${from} to ${to}`),
  };
  holder = new LoopHolder(
    {
      onHeld: (ownerId, nanos) => lines.push(`${ownerId} held ${nanos}`),
      onCollectedIn: (ownerId, nanos) => lines.push(`${nanos} collected in ${ownerId}`),
      onStall: () => {},
    },
    stalls as Stalls,
    new HeldPieces(0),
    MAIN,
    0,
  );
});

describe('LoopHolder', () => {
  it('counts each owner from its start until the loop waits or the next one starts', () => {
    holder.changeTo(TIMER, 1_000, 0);
    holder.changeTo(MAIN, 5_000, 3_400);
    expect(lines).toEqual(['1 held 1000', '2 held 600']);
  });

  it('counts who was interrupted once, without what interrupted it', () => {
    holder.changeTo(TIMER, 0, 0);
    lines = [];
    // timer 0-100, tick 100-400, timer 400-450, Tickscope 450-460, timer 460-500.
    holder.interruptBy(TICK, 100, 0);
    holder.resume(TIMER, 400);
    holder.interruptBy(TICKSCOPE, 450, 0);
    holder.resume(TIMER, 460);
    holder.changeTo(MAIN, 500, 0);
    expect(lines).toEqual(['3 held 300', '4 held 10', '2 held 190']);
  });

  it('counts what interrupts an interruption in between', () => {
    holder.changeTo(TIMER, 0, 0);
    lines = [];
    holder.interruptBy(TICK, 100, 0);
    holder.interruptBy(TICKSCOPE, 130, 0);
    holder.resume(TIMER, 140);
    holder.resume(TIMER, 200);
    holder.changeTo(MAIN, 250, 0);
    expect(lines).toEqual(['4 held 10', '3 held 90', '2 held 150']);
  });

  it('counts those that were interrupted and never went on at the next callback', () => {
    holder.changeTo(TIMER, 0, 0);
    lines = [];
    holder.interruptBy(TICK, 100, 0);
    holder.changeTo(MAIN, 300, 50);
    expect(lines).toEqual(['3 held 150', '2 held 100']);
  });

  it('resumes the running callback where nobody was interrupted', () => {
    holder.resume(TIMER, 100);
    holder.changeTo(MAIN, 130, 0);
    expect(lines).toEqual(['1 held 100', '2 held 30']);
  });

  it('gives a stretch to whoever it turns out to be', () => {
    holder.isReally(TICKSCOPE);
    holder.changeTo(MAIN, 70, 0);
    expect(lines).toEqual(['4 held 70']);
  });

  it('reports a stretch of ten milliseconds as a stall, and a shorter one not', () => {
    holder.changeTo(TIMER, 9_999_999, 0);
    expect(lines).toEqual(['1 held 9999999']);
    holder.changeTo(MAIN, 19_999_999, 0);
    expect(lines.slice(1)).toEqual(['stall of 2 from 9999999 to 19999999', '2 held 10000000']);
  });

  it('names the longest call of a stall, where it took at least half of it', () => {
    holder.called(' in a.js:1', 4_000_000);
    holder.called(' in b.js:2', 6_000_000);
    holder.called(' in c.js:3', 5_000_000);
    holder.changeTo(TIMER, 12_000_000, 0);
    expect(lines[0]).toBe('stall of 1 from 0 to 12000000 in b.js:2');
    holder.called(' in d.js:4', 5_999_999);
    holder.changeTo(MAIN, 24_000_000, 0);
    expect(lines[2]).toBe('stall of 2 from 12000000 to 24000000');
    // Forgotten with its stretch.
    holder.changeTo(MAIN, 36_000_000, 0);
    expect(lines[4]).toBe('stall of 1 from 24000000 to 36000000');
  });

  it('splits a collection among the stretches that it lies in', () => {
    holder.changeTo(TIMER, 100, 0);
    holder.changeTo(TICKSCOPE, 200, 20);
    holder.changeTo(MAIN, 300, 0);
    lines = [];
    holder.collected(90, 250);
    expect(lines).toEqual(['50 collected in 4', '80 collected in 2', '10 collected in 1', 'collected from 90 to 250']);
  });
});
