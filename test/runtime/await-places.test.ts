// Untraced waiting by the `await` that was pending: each expected line is found by its mark in the program's text.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/model/report/report.js';
import { runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(60_000);

const TICKS = 12;

const PROGRAM = `
const { EventEmitter, once } = require('node:events');
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
async function pause(millis) {
  await sleep(millis / 2);
  await sleep(millis / 2);
}
class Mutex {
  last = Promise.resolve();
  acquire() {
    let release;
    const before = this.last;
    this.last = before.then(() => new Promise((resolve) => (release = resolve)));
    return before.then(() => () => release());
  }
}
class Throttle {
  next = 0;
  async wait() {
    const now = performance.now();
    this.next = Math.max(now, this.next) + 40;
    await sleep(this.next - now);
  }
}
const mutex = new Mutex();
const throttle = new Throttle();
const feed = new EventEmitter();
const burn = (millis) => { for (const end = performance.now() + millis; performance.now() < end; ); };

class Bot {
  async onTick(tick) {
    await null;
    WAIT
    return tick.price;
  }
}
const bot = new Bot();
const TICK = (price) => ({ symbol: 'BTC-USD', price, timestamp: 1_700_000_000_000 + price });
async function main() {
  for (let price = 1; price <= ${TICKS}; price++) RUN
}
main();
`;

const AFTER_EACH = 'await bot.onTick(TICK(price));';

/** What a tick waits for longest, with a shorter wait in front of it. */
const WAITS: readonly (readonly [what: string, wait: string, run: string])[] = [
  [
    'a mutex',
    'const release = await mutex.acquire(); // here\n    await sleep(2); release();',
    'bot.onTick(TICK(price));',
  ],
  ['a throttle', 'await sleep(2);\n    await throttle.wait(); // here', AFTER_EACH],
  ['a sleep', 'await sleep(2); burn(3);\n    await pause(40); // here', AFTER_EACH],
  ['a race with a timeout', 'await sleep(2);\n    await Promise.race([pause(40), sleep(900)]); // here', AFTER_EACH],
  [
    'an event',
    "setTimeout(() => feed.emit('price'), 40); await null;\n    const [price] = await once(feed, 'price'); // here",
    AFTER_EACH,
  ],
  [
    'calls in parallel',
    'await Promise.all([1, 2].map(async (one) => { // here\n      await sleep(one); await sleep(40);\n    }));',
    AFTER_EACH,
  ],
  [
    'a sleep in a branch and a loop',
    'for (const one of [1, 2]) {\n      if (one) await sleep(20); // here\n    }',
    AFTER_EACH,
  ],
];

async function untracedIn(text: string): Promise<{ readonly rows: Report['operations']; readonly verdict: string }> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'bot.js'), text);
  const { code, stderr, report } = await runRecorded(['bot.js'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(report.ticks.count).toBe(TICKS);
  const rows = report.operations
    .filter(({ kind }) => kind === 'untraced')
    .toSorted((left, right) => right.selfNanos - left.selfNanos);
  return { rows, verdict: report.verdict.text };
}

function programWith(wait: string, run: string): { readonly text: string; readonly line: number } {
  const text = PROGRAM.replace('WAIT', () => wait).replace('RUN', () => run);
  return { text, line: text.split('\n').findIndex((line) => line.endsWith('// here')) + 1 };
}

it.each(WAITS)('names the line of the handler that waits for %s', async (_what, wait, run) => {
  const { text, line } = programWith(wait, run);
  const { rows, verdict } = await untracedIn(text);
  expect(rows[0]?.name).toBe(`Bot.onTick at bot.js:${line}`);
  // Which of them is slow is up to the machine.
  expect(verdict).toMatch(/waiting at bot\.js:\d+ in Bot\.onTick\b/i);
});

it.each([
  [
    'a loop that awaits',
    'await sleep(1); for await (const one of (async function* () { await sleep(40); yield 1; })()) void one; // here',
  ],
  ['a promise that it returns', 'await sleep(1); return sleep(40); // here'],
])('names no line for %s', async (_what, wait) => {
  const { text } = programWith(wait, AFTER_EACH);
  const { rows } = await untracedIn(text);
  expect(rows[0]?.name).toBe('Bot.onTick');
});
