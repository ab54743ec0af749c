// Keeps the state of each strategy on disk, for a restart.

const fs = require('node:fs');
const path = require('node:path');

/** The habit: the whole state is written on every tick, one file a strategy, and everything waits for it. */
class SyncStateKeeper {
  /** @param {string} folder @param {string[]} strategies @param {number} bytes the size of each file */
  constructor(folder, strategies, bytes) {
    this.state = Buffer.alloc(bytes, ' ');
    this.files = strategies.map((strategy) => path.join(folder, `${strategy}.json`));
    for (const file of this.files) fs.writeFileSync(file, this.state);
  }

  /** @param {Tick} tick */
  save(tick) {
    this.state.write(JSON.stringify(tick));
    // Over the old content: ext4 sends a file that was cut to nothing first to the disk at once, at 20 to 60 ms at times.
    for (const file of this.files) fs.writeFileSync(file, this.state, { flag: 'r+' }); // Found: synchronous-calls
  }

  async close() {}
}

const FLUSH_MS = 500;

/** Fixed: one line a tick is kept back and appended twice a second, beside the ticks. */
class BufferedStateKeeper {
  /** @type {string[]} */
  lines = [];
  /** @type {Promise<void>} */
  written = Promise.resolve();

  /** @param {string} folder */
  constructor(folder) {
    this.file = path.join(folder, 'state.jsonl');
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
  }

  /** @param {Tick} tick */
  save(tick) {
    this.lines.push(JSON.stringify(tick));
  }

  flush() {
    const text = this.lines.map((line) => `${line}\n`).join('');
    this.lines = [];
    this.written = this.written.then(() => fs.promises.appendFile(this.file, text));
  }

  /** @returns {Promise<void>} */
  async close() {
    clearInterval(this.timer);
    this.flush();
    await this.written;
  }
}

module.exports = { SyncStateKeeper, BufferedStateKeeper };
