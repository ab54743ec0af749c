// Owners of event loop time by the place of their function: each expected line is found by its mark in the program's text.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import type { LoopOwnerRow } from '../../src/model/record/runtime-rows.js';
import { type Recorded, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(60_000);

const TIMES = 4;

/** Each callback counts by itself, and stops when it has run often enough. */
const PROGRAM = `
const counts = {};
function ran(mark) {
  counts[mark] = (counts[mark] ?? 0) + 1;
  for (const end = performance.now() + 0.2; performance.now() < end; );
  return counts[mark] < ${TIMES};
}
process.on('exit', () => console.log(JSON.stringify(counts)));

class Strategy {
  beat = () => { if (!ran('field')) clearInterval(this.beating); }; // at: field
  rebalance() { if (!ran('bound')) clearInterval(this.rebalancing); } // at: bound
  async close() { if (!ran('method')) clearInterval(Strategy.closing); } // at: method
  start() {
    this.beating = setInterval(this.beat, 2);
    this.rebalancing = setInterval(this.rebalance.bind(this), 2);
    Strategy.closing = setInterval(this.close, 2);
  }
}

const anonymous = setInterval(() => { // at: anonymous
  if (!ran('anonymous')) clearInterval(anonymous);
}, 2);
const expression = setInterval(() => ran('expression') || clearInterval(expression), 2); // at: expression
const asynchronous = setInterval(async () => ran('async') || clearInterval(asynchronous), 2); // at: async
const plain = setInterval(function () { if (!ran('function')) clearInterval(plain); }, 2); // at: function
function poll() { if (ran('named')) setTimeout(poll, 2); } // at: named
setTimeout(poll, 2);
function again(round) {
  setTimeout(() => { if (ran('anew')) again(round + 1); }, 2); // at: anew
}
again(0);
function soon() { setImmediate(() => { if (ran('immediate')) soon(); }); } // at: immediate
soon();
const later = () => { if (ran('nextTick')) setTimeout(next, 2); };
function next() { process.nextTick(() => later()); } // at: nextTick
setTimeout(next, 2);
function read() { readFile(FILE, () => { if (ran('file')) read(); }); } // at: file
read();
for (let round = 1; round <= ${TIMES}; round++) setTimeout(() => { ran('twin'); }, round); // at: twin
for (let round = 1; round <= ${TIMES}; round++) setTimeout(() => { ran('twin'); }, round); // at: other twin
const left = () => { ran('pair'); }; // at: left
const right = () => { ran('pair'); }; // at: right
for (let round = 1; round <= ${TIMES}; round++) setTimeout(left, round);
for (let round = 1; round <= ${TIMES}; round++) setTimeout(right, round);
const made = new Function('ran', ['return () => {', 'ran("made"); }'].join(' '))(ran);
for (let round = 1; round <= ${TIMES}; round++) setTimeout(made, round);
`;

const START = 'new Strategy().start();\n';

/** By mark: kind and name. */
const OWNERS: Readonly<Record<string, string>> = {
  field: 'timer beat',
  bound: 'timer bound rebalance',
  method: 'timer close',
  anonymous: 'timer ',
  expression: 'timer ',
  async: 'timer ',
  function: 'timer ',
  named: 'timer poll',
  anew: 'timer ',
  immediate: 'immediate ',
  nextTick: 'nextTick ',
  file: 'fs ',
  left: 'timer left',
  right: 'timer right',
};

const COMMON = "const { readFile } = require('node:fs');\nconst FILE = __filename;\n";
const MODULE = "import { readFile } from 'node:fs';\nconst FILE = new URL(import.meta.url);\n";
/** Makes Tickscope rewrite the file. */
const TICKS = "function onTick(tick) { return tick.price; }\nonTick({ symbol: 'BTC-USD', price: 1, timestamp: 1 });\n";

function lineOf(mark: string, text: string): number {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (line.endsWith(`// at: ${mark}`) ? [index + 1] : []));
  expect(found).toHaveLength(1);
  return found[0] as number;
}

async function recordedIn(folder: string, main: string, files: Readonly<Record<string, string>>): Promise<Recorded> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const recorded = await runRecorded([main], { cwd: folder });
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  return recorded;
}

/** Owner and place, with the number of times that it held the loop. */
function countsByPlace({ report }: Recorded): Map<string, number> {
  const owners = report.runtime?.eventLoop?.owners ?? [];
  return new Map(owners.map(({ kind, name, location = 'nowhere', count }) => [`${kind} ${name} ${location}`, count]));
}

function countOf(mark: string, counts: Readonly<Record<string, number>>): number {
  if (mark === 'left' || mark === 'right') return (counts['pair'] as number) / 2;
  // A file is opened, looked at, read and closed for one callback.
  return (counts[mark] as number) * (mark === 'file' ? 4 : 1);
}

interface Places {
  /** By mark: how often the loop was held by the function at the mark. */
  readonly found: Readonly<Record<string, number | undefined>>;
  /** How often the program says that it ran. */
  readonly ran: Readonly<Record<string, number | undefined>>;
}

function placesIn(recorded: Recorded, file: string, text: string): Places {
  const counts = JSON.parse(recorded.stdout) as Record<string, number>;
  const found = countsByPlace(recorded);
  const marks = Object.entries(OWNERS);
  const twins = `timer  ${file}:${lineOf('twin', text)} or ${lineOf('other twin', text)}`;
  return {
    found: {
      ...Object.fromEntries(marks.map(([mark, owner]) => [mark, found.get(`${owner} ${file}:${lineOf(mark, text)}`)])),
      twin: found.get(twins),
      made: found.get('timer  nowhere'),
    },
    ran: {
      ...Object.fromEntries(marks.map(([mark]) => [mark, countOf(mark, counts)])),
      twin: counts['twin'],
      made: counts['made'],
    },
  };
}

it('names functions of CommonJS by their places, in a file that it has rewritten and in one that it has not', async () => {
  for (const text of [COMMON + TICKS + PROGRAM + START, COMMON + PROGRAM + START]) {
    const { found, ran } = placesIn(await recordedIn(temporaryFolder(), 'bot.js', { 'bot.js': text }), 'bot.js', text);
    expect(found).toEqual(ran);
  }
});

it('names functions of ES modules, and of files that are loaded by others', async () => {
  for (const text of [MODULE + TICKS + PROGRAM + START, MODULE + PROGRAM + START]) {
    const files = { 'main.mjs': "await import('./feed/bot.mjs');\n", 'feed/bot.mjs': text };
    const { found, ran } = placesIn(
      await recordedIn(temporaryFolder(), 'main.mjs', files),
      path.join('feed', 'bot.mjs'),
      text,
    );
    expect(found).toEqual(ran);
  }
});

const TYPES = 'interface Tick {\n  readonly symbol: string;\n  readonly price: number;\n}\n';

it('names functions of TypeScript that Node.js strips', async () => {
  const text = `${TYPES}${COMMON}${PROGRAM}${START}const kept: Tick[] = [];\n`;
  const { found, ran } = placesIn(await recordedIn(temporaryFolder(), 'bot.cts', { 'bot.cts': text }), 'bot.cts', text);
  expect(found).toEqual(ran);
});

it('names functions of compiled TypeScript by the lines of their author', async () => {
  const folder = temporaryFolder();
  for (const ticks of ['', TICKS]) {
    const text = `${COMMON}${TYPES}enum Side { Buy, Sell }\n${ticks}${PROGRAM}${START}const side: Side = Side.Buy;\n`;
    const { code } = transformSync(text, { loader: 'ts', sourcefile: '../src/bot.ts', sourcemap: 'inline' });
    const recorded = await recordedIn(folder, 'dist/bot.js', { 'src/bot.ts': text, 'dist/bot.js': code });
    const { found, ran } = placesIn(recorded, path.join('src', 'bot.ts'), text);
    expect(found).toEqual(ran);
  }
});

it('names functions of packages by package and file', async () => {
  const feed = `exports.start = (ran) => {\n  const beating = setInterval(() => {\n    if (!ran('beat')) clearInterval(beating);\n  }, 2);\n};\n`;
  const text = `${COMMON}${PROGRAM}require('fast-feed').start(ran);\n${START}`;
  const files = { 'bot.js': text, 'node_modules/fast-feed/lib/feed.js': feed };
  const main = '{ "name": "fast-feed", "main": "lib/feed.js" }';
  const recorded = await recordedIn(temporaryFolder(), 'bot.js', {
    ...files,
    'node_modules/fast-feed/package.json': main,
  });
  const { found, ran } = placesIn(recorded, 'bot.js', text);
  expect(found).toEqual(ran);
  expect(countsByPlace(recorded).get('timer  fast-feed/lib/feed.js:2')).toBe(TIMES);
});

it('gives a stall the place of who made it', async () => {
  const text = 'setTimeout(() => { for (const end = performance.now() + 30; performance.now() < end; ); }, 50);\n';
  const { segments } = await recordedIn(temporaryFolder(), 'bot.js', { 'bot.js': text });
  const stalls = segments.flatMap((segment) => segment.stalls).filter(({ kind }) => kind === 'timer');
  // The drain may come in between.
  expect(new Set(stalls.map(({ name, ownerLocation }) => `${name} ${ownerLocation}`))).toEqual(new Set([' bot.js:1']));
  const owners = segments.flatMap<LoopOwnerRow>((segment) => segment.owners).filter(({ kind }) => kind === 'timer');
  expect(owners).toMatchObject([{ name: '', location: 'bot.js:1' }]);
});

const SERVERS = `
const http = require('node:http');
const net = require('node:net');
const { WebSocket, WebSocketServer } = require(${JSON.stringify(require.resolve('ws'))});
const counts = { request: 0, received: 0, message: 0, answer: 0, price: 0, listened: 0 };
function hold(mark) {
  counts[mark]++;
  for (const end = performance.now() + 5; performance.now() < end; );
}
const server = http.createServer((request, response) => { // at: request
  hold('request');
  response.end();
});
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (text) => { hold('message'); socket.send('answer'); }); // at: message
});
server.listen(0, async () => {
  const { port } = server.address();
  for (let round = 0; round < 3; round++) await new Promise((done) => http.get({ port }, (answer) => answer.resume().on('end', done)));
  const client = new WebSocket('ws://localhost:' + port);
  client.onmessage = function () { // at: answer
    hold('answer');
    if (counts.answer < 3) return client.send('more');
    client.close();
    server.close();
    server.closeAllConnections();
  };
  client.on('open', () => client.send('first'));
});
const prices = net.createServer((socket) => {
  socket.on('data', () => { hold('received'); socket.write('price'); }); // at: received
});
prices.listen(0, () => {
  const socket = net.connect(prices.address().port, 'localhost');
  socket.write('subscribe');
  socket.on('data', function onPrice() { // at: price
    hold('price');
    if (counts.price < 3) return socket.write('more');
    socket.destroy();
    prices.close();
  });
});
process.on('exit', () => console.log(JSON.stringify(counts)));
`;

const LISTENERS: Readonly<Record<string, string>> = {
  request: 'http server',
  message: 'websocket server',
  answer: 'websocket client localhost',
  received: 'socket server',
  price: 'socket client localhost',
};

it('names sockets and servers by the place of the function that takes what comes in', async () => {
  const recorded = await recordedIn(temporaryFolder(), 'bot.js', { 'bot.js': SERVERS });
  expect(JSON.parse(recorded.stdout)).toMatchObject({ request: 3, message: 3, answer: 3, received: 3, price: 3 });
  const found = countsByPlace(recorded);
  for (const [mark, owner] of Object.entries(LISTENERS)) {
    expect([mark, found.get(`${owner} bot.js:${lineOf(mark, SERVERS)}`)]).toEqual([mark, expect.any(Number)]);
  }
});
