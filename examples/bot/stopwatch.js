// Measures each tick and each habit in it. The arrays have their full size from the start, so that memory stays flat.

const fs = require('node:fs');
const { counts } = require('./counters');
const { HABITS } = require('./options');

const MEMORY_EVERY = 100;

class Stopwatch {
  /** @param {number} tickCount */
  constructor(tickCount) {
    this.tickNanos = new Float64Array(tickCount);
    this.habitNanos = Object.fromEntries(HABITS.map((habit) => [habit, new Float64Array(tickCount)]));
    this.ticks = 0;
    this.memory = [];
    this.startedAt = process.hrtime.bigint();
  }

  /** @returns {TickWatch} to be stopped when the tick has settled */
  startTick() {
    if (this.ticks % MEMORY_EVERY === 0) this.sampleMemory();
    const index = this.ticks++;
    return new TickWatch(this, index);
  }

  sampleMemory() {
    this.memory.push({ ticks: this.ticks, rssBytes: process.memoryUsage.rss() });
  }

  /** @param {string} file @param {number} databaseNanos @returns {void} */
  write(file, databaseNanos) {
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
  /** @param {Stopwatch} stopwatch @param {number} index */
  constructor(stopwatch, index) {
    this.stopwatch = stopwatch;
    this.index = index;
    this.startedAt = process.hrtime.bigint();
  }

  /** Adds the time of synchronous work to a habit.
   * @param {string} habit @param {Function} work @returns {any} what the work returns
   */
  time(habit, work) {
    const since = process.hrtime.bigint();
    const result = work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  /** Adds the time until asynchronous work has settled to a habit.
   * @param {string} habit @param {Function} work @returns {Promise<any>} what the work returns
   */
  async timeAsync(habit, work) {
    const since = process.hrtime.bigint();
    const result = await work();
    this.stopwatch.habitNanos[habit][this.index] += Number(process.hrtime.bigint() - since);
    return result;
  }

  stop() {
    this.stopwatch.tickNanos[this.index] = Number(process.hrtime.bigint() - this.startedAt);
  }
}

module.exports = { Stopwatch };
