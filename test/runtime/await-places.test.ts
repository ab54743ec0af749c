// Untraced waiting by the `await` that was pending: each expected line is found by its mark in the program's text.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
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
    this.next = Math.max(now, this.next) + 12;
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
  ['a sleep', 'await sleep(2); burn(3);\n    await pause(12); // here', AFTER_EACH],
  ['a race with a timeout', 'await sleep(2);\n    await Promise.race([pause(14), sleep(500)]); // here', AFTER_EACH],
  [
    'an event',
    "setTimeout(() => feed.emit('price'), 14); await null;\n    const [price] = await once(feed, 'price'); // here",
    AFTER_EACH,
  ],
  [
    'calls in parallel',
    'await Promise.all([1, 2].map(async (one) => { // here\n      await sleep(one); await sleep(12);\n    }));',
    AFTER_EACH,
  ],
  [
    'a sleep in a branch and a loop',
    'for (const one of [1, 2]) {\n      if (one) await sleep(8); // here\n    }',
    AFTER_EACH,
  ],
];

interface Row {
  readonly name: string;
  readonly share: number;
}

async function untracedIn(text: string): Promise<{ readonly rows: readonly Row[]; readonly verdict: string }> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'bot.js'), text);
  const { code, stderr, report } = await runRecorded(['bot.js'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(report.ticks.count).toBe(TICKS);
  const rows = report.operations
    .filter(({ kind }) => kind === 'untraced')
    .map(({ name, selfNanos }) => ({ name, share: selfNanos }))
    .toSorted((left, right) => right.share - left.share);
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
  expect(verdict.toLowerCase()).toContain(`waiting at bot.js:${line} in bot.ontick`);
});

it.each([
  [
    'a loop that awaits',
    'await sleep(1); for await (const one of (async function* () { await sleep(12); yield 1; })()) void one; // here',
  ],
  ['a promise that it returns', 'await sleep(1); return sleep(12); // here'],
])('names no line for %s', async (_what, wait) => {
  const { text } = programWith(wait, AFTER_EACH);
  const { rows } = await untracedIn(text);
  expect(rows[0]?.name).toBe('Bot.onTick');
});
