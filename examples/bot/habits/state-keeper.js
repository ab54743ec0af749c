// Keeps the state of the bot on disk, for a restart.

const fs = require('node:fs');
const path = require('node:path');

/** The habit: the whole state is written on every tick, and everything waits for the disk. */
class SyncStateKeeper {
  /** @param {string} folder @param {number} bytes */
  constructor(folder, bytes) {
    this.file = path.join(folder, 'state.json');
    this.state = Buffer.alloc(bytes, ' ');
    fs.writeFileSync(this.file, this.state);
  }

  /** @param {Tick} tick */
  save(tick) {
    this.state.write(JSON.stringify(tick));
    // Over the old content: ext4 sends a file to the disk that was cut to nothing first, and the disk is slow at times.
    fs.writeFileSync(this.file, this.state, { flag: 'r+' });
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
