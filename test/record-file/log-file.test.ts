// What a log file says of the time after the last whole segment, against programs that know what they did.

import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EventLog } from '../../src/model/log/event-log.js';
import { LAST_POSITION } from '../../src/model/log/log-layout.js';
import { NameTable } from '../../src/model/name-table.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { LogWriter } from '../../src/record-file/log-file/log-writer.js';
import { HEADER_BYTES, LOG_FILE_RECORDS } from '../../src/record-file/log-file/layout.js';
import { readLogTail } from '../../src/record-file/log-file/read-log.js';
import type { RecordedCall } from '../../src/capture/wrap/recorded-call.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { ORIGIN_MILLIS } from '../aggregate/running-parts.js';
import { RecordedLog } from '../capture/recorder/recorded-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { clock } from '../support/virtual-clock.js';
import { BOT } from './sample-segments.js';

jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));

const OPERATIONS = ['PriceDatabase.save', 'Rsi.update', 'Ema.update', 'sendOrder'];

/** What was done since the last cut, by the program's own count. */
interface Done {
  started: number;
  readonly ended: Record<string, { count: number; failed: number; sumNanos: number }>;
  readonly symbols: Record<string, number>;
}

const nothing = (): Done => ({ started: 0, ended: {}, symbols: {} });

interface OpenTick {
  readonly call: RecordedCall;
  readonly symbol: string;
  readonly startNanos: number;
}

class Bot {
  readonly file: string = path.join(temporaryFolder(), 'bot.tks');
  readonly names = new NameTable();
  readonly log: EventLog;
  readonly recorded: RecordedLog;
  readonly writer: LogWriter;
  done: Done = nothing();
  number = 0;
  #seed: number;
  readonly #open: OpenTick[] = [];

  constructor(seed: number, position = 1) {
    this.#seed = seed;
    clock.nanos = 1_000_000;
    this.log = new EventLog(1 << 12, position);
    this.recorded = new RecordedLog({ log: this.log });
    this.writer = new LogWriter({
      path: this.file.replace('.tks', '.tkl'),
      log: this.log,
      names: this.names,
      originUnixMillis: ORIGIN_MILLIS as never,
      startNanos: 0 as Nanoseconds,
      now: () => clock.nanos as Nanoseconds,
    });
  }

  below(most: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (this.#seed >>> 8) % most;
  }

  /** A tick that begins and ends, one that begins, or one that ends. */
  step(): void {
    const choice = this.below(4);
    if (choice === 0) this.#begin();
    else if (choice === 1 && this.#open.length > 0) this.#end(this.#open.splice(this.below(this.#open.length), 1)[0]);
    else this.#tick();
  }

  endAll(): void {
    for (const tick of this.#open.splice(0)) this.#end(tick);
  }

  cut(): void {
    this.recorded.drain();
    this.number++;
    const atNanos = clock.nanos as Nanoseconds;
    this.writer.cut({ number: this.number, position: this.log.position, atNanos, warmup: this.number < 2 });
    this.done = nothing();
  }

  /** What a reader finds whose last whole segment is the one before this number. */
  tail(number: number = this.number): StoredSegment | undefined {
    return readLogTail(this.file, BOT, number);
  }

  #tick(): void {
    const startNanos = clock.nanos;
    const symbol = this.#symbol();
    this.done.started++;
    const call = this.recorded.tick(this.names.intern('tick', 'onTick'), symbol);
    this.#operations();
    this.#ended('onTick', startNanos, this.#endCall(call));
    this.#count(symbol);
  }

  #begin(): void {
    const symbol = this.#symbol();
    this.done.started++;
    const startNanos = clock.nanos;
    const call = this.recorded.asyncTick(this.names.intern('tick', 'onBar'), symbol);
    this.recorded.inside(call, () => this.#operations());
    call.returned();
    this.#open.push({ call, symbol, startNanos });
  }

  #end(tick: OpenTick | undefined): void {
    if (tick === undefined) return;
    clock.nanos += 1_000 * (1 + this.below(50));
    this.#ended('onBar', tick.startNanos, this.#endCall(tick.call));
    this.#count(tick.symbol);
  }

  #operations(): void {
    for (let left = this.below(4); left > 0; left--) {
      const name = OPERATIONS[this.below(OPERATIONS.length)] as string;
      const startNanos = clock.nanos;
      const call = this.recorded.operation(this.names.intern('internal', name, { location: 'bot.js:7' }));
      clock.nanos += 1_000 * (1 + this.below(9));
      this.#ended(name, startNanos, this.#endCall(call));
    }
  }

  #endCall(call: RecordedCall): boolean {
    const failed = this.below(10) === 0;
    call.end(failed);
    return failed;
  }

  #symbol(): string {
    return `S${this.below(30)}`;
  }

  #ended(name: string, startNanos: number, failed: boolean): void {
    const row = (this.done.ended[name] ??= { count: 0, failed: 0, sumNanos: 0 });
    row.count++;
    row.failed += Number(failed);
    row.sumNanos += clock.nanos - startNanos;
  }

  #count(symbol: string): void {
    this.done.symbols[symbol] = (this.done.symbols[symbol] ?? 0) + 1;
  }
}

/** What the segment says, as the program counts. */
function saidBy(segment: StoredSegment | undefined): Done {
  // A tick that was open at the cut brings the times of operations that had ended before it.
  const rows = segment?.operations
    .filter(({ count }) => count > 0)
    .map(({ name, count, failed, durations: { sumNanos } }) => [name, { count, failed, sumNanos }]);
  const symbols = segment?.groups.filter(({ dimension }) => dimension === 'symbol');
  return {
    started: segment?.ticks.started ?? NaN,
    ended: Object.fromEntries(rows ?? []),
    symbols: Object.fromEntries((symbols ?? []).map(({ name, count }) => [name, count])),
  };
}

describe('the log file of a killed process', () => {
  it.each([
    ['from the first position', 1],
    ['past the last position', LAST_POSITION - 700],
  ])('has what the process did since its last segment, %s', (_where, position) => {
    for (let seed = 1; seed <= 20; seed++) {
      const bot = new Bot(seed, position);
      for (let step = 0; step < 400; step++) {
        bot.step();
        const choice = bot.below(40);
        if (choice === 0) bot.cut();
        if (choice < 3) bot.writer.writeNow();
      }
      bot.recorded.drain();
      bot.writer.writeNow();
      const tail = bot.tail();
      expect({ seed, ...saidBy(tail) }).toEqual({ seed, ...bot.done });
      expect(tail).toMatchObject({ warmup: bot.number < 2, processes: [BOT] });
      expect(tail?.toUnixMillis).toBe(ORIGIN_MILLIS + clock.nanos / 1e6);
    }
  });

  it('has the trees of the last ticks, in the order of their durations', () => {
    const bot = new Bot(3);
    for (let step = 0; step < 200; step++) bot.step();
    bot.writer.writeNow();
    const kept = bot.tail()?.kept ?? [];
    expect(kept.filter(({ reason }) => reason === 'last')).toHaveLength(32);
    expect(kept[0]?.operations[0]).toMatchObject({ kind: 'tick', parent: -1 });
    expect(bot.tail()).toEqual(bot.tail());
  });

  it('stays what it was when the log of another process is read', () => {
    const [first, second] = [4, 5].map((seed) => new Bot(seed)) as [Bot, Bot];
    for (const bot of [first, second]) {
      for (let step = 0; step < 200; step++) bot.step();
      bot.recorded.drain();
      bot.writer.writeNow();
    }
    const tail = first.tail();
    const before = structuredClone(tail);
    expect(saidBy(second.tail())).toEqual(second.done);
    expect(tail).toEqual(before);
    expect(saidBy(tail)).toEqual(first.done);
  });

  it('says how long events waited that were seen to come, and blames nobody for it', () => {
    const bot = new Bot(3);
    const { events } = bot.recorded.recorder;
    events.leave(events.enter({ source: 'feed', count: () => 1, symbol: () => 'BTC' }, clock.nanos));
    clock.nanos += 5_000_000;
    const call = bot.recorded.tick(bot.names.intern('tick', 'onTick'), 'BTC');
    clock.nanos += 1_000_000;
    call.end(false);
    bot.writer.writeNow();
    const tail = bot.tail();
    expect(tail?.arrivals.waits.stamped).toMatchObject({ count: 1, sumNanos: 5_000_000 });
    // Who held the event loop is not in the log.
    expect(tail?.operations.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['tick onTick']);
    expect(tail?.operations[0]?.criticalPathByTick.values).toEqual([1_000_000]);
  });

  it('goes back to the segment before, where the last one is not whole', () => {
    const bot = new Bot(5);
    for (let step = 0; step < 50; step++) bot.step();
    bot.cut();
    for (let step = 0; step < 50; step++) bot.step();
    const before = structuredClone(bot.done);
    bot.cut();
    for (let step = 0; step < 50; step++) bot.step();
    bot.writer.writeNow();
    expect(bot.tail(1)?.ticks.started).toBe(before.started + bot.done.started);
    expect(bot.tail(2)?.ticks.started).toBe(bot.done.started);
  });

  it('says nothing of more than it holds, and asks for a cut before', () => {
    const bot = new Bot(7);
    let isFilledAfter = 0;
    for (let steps = 1; bot.log.since(1) < LOG_FILE_RECORDS + 10_000; steps++) {
      bot.step();
      if (steps % 100 === 0) bot.recorded.drain();
      if (steps % 100 === 0) bot.writer.writeNow();
      if (isFilledAfter === 0 && bot.writer.isFilled) isFilledAfter = bot.log.since(1);
    }
    expect(isFilledAfter).toBeLessThan(LOG_FILE_RECORDS - (1 << 17));
    expect(saidBy(bot.tail()).started).toBeLessThan(bot.done.started);
    expect(bot.tail()?.toUnixMillis).toBeLessThan(ORIGIN_MILLIS + clock.nanos / 1e6);
    // The begins of ticks that are open here are not in the file.
    bot.endAll();
    bot.cut();
    for (let step = 0; step < 500; step++) bot.step();
    bot.writer.writeNow();
    expect(saidBy(bot.tail())).toEqual(bot.done);
  });

  it('has every begin of what is open at a cut where the loop does not turn, and the thread that writes is not heard of', () => {
    const bot = new Bot(17);
    for (let step = 0; step < 100; step++) bot.step();
    bot.cut();
    // As the recorder reads where nothing else does: when the ring is half full.
    for (let since = bot.log.position, read = since; bot.log.position - since < 4 * bot.log.records; bot.step()) {
      if (bot.log.since(read) < bot.log.records / 2) continue;
      bot.recorded.drain();
      bot.writer.write();
      read = bot.log.position;
    }
    bot.endAll();
    bot.recorded.drain();
    bot.writer.writeNow();
    expect(saidBy(bot.tail())).toEqual(bot.done);
  });

  it('begins anew where its lines do not fit, and is whole again after the next cut', () => {
    const bot = new Bot(9);
    // So many that those of the test have no row of their own: only the ticks are looked at.
    for (let number = 0; number < 3_000; number++) bot.names.intern('internal', `${number}`.padEnd(190, 'x'));
    for (let round = 0; round < 4; round++) {
      for (let number = 0; number < 4_000; number++) bot.log.texts.numberOf(`${round}-${number}`.padEnd(190, 'y'));
      bot.step();
      bot.writer.writeNow();
      bot.log.texts.clear();
    }
    expect(bot.tail()).toBeUndefined();
    expect(bot.writer.isFilled).toBe(true);
    bot.endAll();
    bot.cut();
    for (let step = 0; step < 20; step++) bot.step();
    bot.writer.writeNow();
    expect(saidBy(bot.tail())).toMatchObject({ started: bot.done.started, symbols: bot.done.symbols });
  });

  it('is read to the same end whatever a damaged byte is, or not at all', () => {
    const bot = new Bot(11);
    for (let step = 0; step < 100; step++) bot.step();
    bot.writer.writeNow();
    const file = bot.file.replace('.tks', '.tkl');
    const whole = readFileSync(file);
    for (let damage = 0; damage < 80; damage++) {
      const bytes = Buffer.from(whole);
      const at = damage % 2 === 0 ? bot.below(HEADER_BYTES + 2_000) : whole.length - 1 - bot.below(3_000);
      bytes[at] = bot.below(256);
      writeFileSync(file, bytes);
      expect(() => bot.tail()).not.toThrow();
    }
    truncateSync(file, whole.length - 2_000);
    expect(() => bot.tail()).not.toThrow();
  });

  it('is removed when the record has everything', () => {
    const bot = new Bot(13);
    bot.step();
    bot.writer.writeNow();
    bot.writer.remove();
    expect(bot.tail(0)).toBeUndefined();
    bot.writer.writeNow();
    expect(bot.tail(0)).toBeUndefined();
  });
});
