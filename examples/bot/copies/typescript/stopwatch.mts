// Measures each tick and each habit in it. The arrays have their full size from the start, so that memory stays flat.

import fs from 'node:fs';
import { counts } from './counters.mts';
import { HABITS } from './options.mts';

const MEMORY_EVERY = 100;

class Stopwatch {
  tickNanos: any;
  habitNanos: any;
  ticks: any;
  memory: any;
  startedAt: any;

  constructor(tickCount: number) {
    this.tickNanos = new Float64Array(tickCount);
    this.habitNanos = Object.fromEntries(HABITS.map((habit) => [habit, new Float64Array(tickCount)]));
    this.ticks = 0;
    this.memory = [];
    this.startedAt = process.hrtime.bigint();
  }

  /** @returns to be stopped when the tick has settled */
  startTick(): TickWatch {
    if (this.ticks % MEMORY_EVERY === 0) this.sampleMemory();
    const index = this.ticks++;
    return new TickWatch(this, index);
  }

  sampleMemory() {
    this.memory.push({ ticks: this.ticks, rssBytes: process.memoryUsage.rss() });
  }

  write(file: string, databaseNanos: number): void {
    const wallNanos = Number(process.hrtime.bigint() - this.startedAt);
    this.sampleMemory();
    const listed = HABITS.map((habit) => [habit, Array.from(this.habitNanos[habit])]);
    const log = {
      ticks: this.ticks,
      tickNanos: Array.from(this.tickNanos),
      habits: Object.fromEntries(listed),
      databaseBusyNanos: databaseNanos,
      wallNanos,
      counts,
      memory: this.memory,
    };
    fs.writeFileSync(file, JSON.stringify(log));
  }
}

/** The time of one tick. Ticks overlap, so each has a watch of its own. */
class TickWatch {
  stopwatch: any;
  index: any;
  startedAt: any;

  constructor(stopwatch: Stopwatch, index: number) {
    this.stopwatch = stopwatch;
    this.index = index;
    this.startedAt = process.hrtime.bigint();
  }

  /** Adds the time of synchronous work to a habit.
   *   @returns what the work returns */
  time(habit: string, work: () => any): any {
    const since = process.hrtime.bigint();
    const result = work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  /** Adds the time until asynchronous work has settled to a habit.
   *   @returns what the work returns */
  async timeAsync(habit: string, work: () => any): Promise<any> {
    const since = process.hrtime.bigint();
    const result = await work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  stop() {
    this.stopwatch.tickNanos[this.index] = Number(process.hrtime.bigint() - this.startedAt);
  }
}

export { Stopwatch };
