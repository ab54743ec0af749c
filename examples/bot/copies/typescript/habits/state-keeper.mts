// Keeps the state of each strategy on disk, for a restart.

import type { Tick } from '../types.mts';
import fs from 'node:fs';
import path from 'node:path';

/** The habit: the whole state is written on every tick, one file a strategy, and everything waits for it. */
class SyncStateKeeper {
  state: any;
  files: any;

  /** @param bytes the size of each file */
  constructor(folder: string, strategies: string[], bytes: number) {
    this.state = Buffer.alloc(bytes, ' ');
    this.files = strategies.map((strategy) => path.join(folder, `${strategy}.json`));
    for (const file of this.files) fs.writeFileSync(file, this.state);
  }

  save(tick: Tick) {
    this.state.write(JSON.stringify(tick));
    // Over the old content: ext4 sends a file that was cut to nothing first to the disk at once, at 20 to 60 ms at times.
    for (const file of this.files) fs.writeFileSync(file, this.state, { flag: 'r+' });
  }

  async close() {}
}

const FLUSH_MS = 500;

/** Fixed: one line a tick is kept back and appended twice a second, beside the ticks. */
class BufferedStateKeeper {
  file: any;
  timer: any;

  lines: string[] = [];
  written: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.file = path.join(folder, 'state.jsonl');
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
  }

  save(tick: Tick) {
    this.lines.push(JSON.stringify(tick));
  }

  flush() {
    const text = this.lines.map((line) => `${line}\n`).join('');
    this.lines = [];
    this.written = this.written.then(() => fs.promises.appendFile(this.file, text));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.written;
  }
}

export { SyncStateKeeper, BufferedStateKeeper };
