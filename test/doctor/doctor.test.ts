// `tickscope doctor` on programs: what it finds, what it proposes, and what it says that it cannot see.

import { notSeenText } from '../../src/model/rules.js';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { ended, type Place, start, tickscope } from '../cli/tickscope.js';
import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import type { Candidate, Diagnosis } from '../../src/model/report/diagnosis.js';

interface Examined {
  readonly diagnosis: Diagnosis;
  readonly stderr: string;
}

async function examined(
  program: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Examined> {
  return examinedCommand([process.execPath, program], options, { cwd: path.dirname(program), env });
}

async function examinedCommand(
  command: readonly string[],
  options: readonly string[] = [],
  place: Place = { cwd: temporaryFolder() },
): Promise<Examined> {
  const { stdout, stderr, code } = await tickscope(['doctor', '--format', 'json', ...options, '--', ...command], place);
  if (code !== 0) throw new Error(stderr);
  return { diagnosis: JSON.parse(stdout) as Diagnosis, stderr };
}

/** A bundle, minified source, native code, a #private generator, and a package of ES modules. */
const UNSEEN = `
require('./unseen/bundle.js');
require('./unseen/minified.js');
try {
  process.dlopen({ exports: {} }, 'folder/talib.node');
} catch {
  // There is no such file; the attempt is what counts.
}
class Bot {
  *#onTick() {}
}
void import('es-module').then(({ answer }) => console.log(answer()));
`;

const short = ({ kind, name, calls, configLine }: Candidate): string => `${calls} ${kind} ${name} ${configLine}`;

it('takes a program inside node_modules for no package', async () => {
  const folder = path.join(temporaryFolder(), 'node_modules/desk');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "desk", "type": "module" }');
  writeFileSync(
    path.join(folder, 'bot.js'),
    'export function onTick(tick) { return tick; }\nonTick({ price: 1, symbol: "A" });',
  );
  const { diagnosis } = await examined(path.join(folder, 'bot.js'));
  expect(diagnosis.found.map(({ name, calls }) => [name, calls])).toEqual([['onTick', 1]]);
  expect(diagnosis.notSeen).toEqual([]);
});

describe('a program that no rule knows', () => {
  let desk: Examined;
  beforeAll(async () => (desk = await examined(fixture('doctor/desk.mjs'))));

  it('proposes the outermost handler first, and each with its line', () => {
    expect(desk.diagnosis.candidates.map(short)).toEqual([
      '30 tick Desk.digest "ticks": ["Desk.digest"]',
      '12 tick snapshot "ticks": [{ "event": "snapshot" }]',
      '4 tick message "ticks": [{ "event": "message" }]',
      '30 tick normalise "ticks": ["normalise"]',
      '3 tick Desk.onTick "ticks": ["Desk.onTick"]',
      '5 database Journal.note "database": ["Journal.note"]',
      '30 indicator rank "indicators": ["rank"]',
    ]);
  });

  it('says why, and where', () => {
    const [digest, , message, , heartbeat] = desk.diagnosis.candidates;
    expect(digest).toMatchObject({
      location: 'desk.mjs:8',
      why: 'it gets an object with `px` for a price and `sym` for a time or symbol; no rule knows the name',
    });
    expect(message?.why).toMatch(/^its listeners get JSON text of an object with `d.px` for a price and `s` for/);
    expect(heartbeat?.why).toMatch(
      /^a rule knows the name \(tick: .*\), but it gets no argument, as a heartbeat does$/,
    );
  });

  it('tells what is found, what cannot be seen, and the versions', () => {
    const { found, neverCalled, notSeen, versions, program, endpoints, notes } = desk.diagnosis;
    // What is known by its name is called, and gets no events: a proposal says so, and no row of nothing.
    expect([found, neverCalled, notes]).toEqual([[], [], []]);
    expect(notSeen).toContainEqual({
      name: 'Desk.handleTrade',
      location: 'desk.mjs:23',
      why: 'a #private generator cannot be reached',
    });
    expect(versions).toMatchObject({ node: process.versions.node, tickscope: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(versions.packages).toContainEqual({
      name: 'pg',
      version: expect.any(String),
      // Its module for `import` hands on what is CommonJS.
      isEsModule: false,
    });
    expect(program).toEqual({ name: 'desk.mjs', processes: 1, ended: 'ended by itself' });
    expect(endpoints).toEqual([]);
  });

  it('leaves stdout to what it says, and the program’s own lines as they are', () => {
    expect(desk.stderr).toBe('done\n');
  });

  it('proposes lines that count what the program does', async () => {
    const { proposed } = desk.diagnosis;
    expect(proposed).toEqual({ ticks: ['Desk.digest'], database: ['Journal.note'], indicators: ['rank'] });
    const file = path.join(temporaryFolder(), 'names.json');
    writeFileSync(file, JSON.stringify(proposed));
    const { report } = await runRecorded([fixture('doctor/desk.mjs')], { environment: { TICKSCOPE_CONFIG: file } });
    expect(countsOf(report, 'tick')).toEqual({ 'Desk.digest': 30 });
    expect(countsOf(report, 'indicator')).toEqual({ rank: 30 });
    expect(countsOf(report, 'database')).toEqual({ 'Journal.note': 5 });
  });

  it('leaves nothing behind', async () => {
    // Of its own: other tests of the doctor run at the same time.
    const temporary = temporaryFolder();
    await examined(fixture('capture/no-tick.js'), [], { TMPDIR: temporary, TEMP: temporary, TMP: temporary });
    expect(readdirSync(temporary).filter((name) => name.startsWith('tickscope-doctor-'))).toEqual([]);
  });
});

it('names what nothing can be seen of', async () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write('unseen/bundle.js', 'var __webpack_require__ = () => {};');
  const names = Array.from({ length: 150 }, (_, index) => `v${index.toString(36).slice(-1)}=${index}`);
  write('unseen/minified.js', `${names.map((name) => `var ${name}`).join(';')};function onTick(t){}`);
  write(
    'node_modules/es-module/package.json',
    '{ "name": "es-module", "version": "1.2.3", "type": "module", "main": "i.js" }',
  );
  write('node_modules/es-module/i.js', 'export const answer = () => 42;');
  write('unseen.cjs', UNSEEN);
  const { diagnosis, stderr } = await examined(path.join(folder, 'unseen.cjs'));
  expect(stderr).toBe('42\n');
  expect(diagnosis.notSeen.map((row) => `${notSeenText(row)}: ${row.why.split(':')[0]}`).toSorted()).toEqual([
    'Bot.onTick (unseen.cjs:10): a #private generator cannot be reached',
    'es-module: packages of ES modules',
    'talib.node: native code',
    'unseen/bundle.js: a bundle',
    'unseen/minified.js: minified',
  ]);
  expect(diagnosis.versions.packages).toEqual([{ name: 'es-module', version: '1.2.3', isEsModule: true }]);
});

it('proposes the exports of a package that are called with events, and reads none that it need not', async () => {
  const folder = temporaryFolder();
  const kit = path.join(folder, 'node_modules/@desk/trading-kit');
  mkdirSync(kit, { recursive: true });
  writeFileSync(path.join(kit, 'package.json'), '{ "name": "@desk/trading-kit", "main": "main.js" }');
  writeFileSync(
    path.join(kit, 'main.js'),
    `exports.update = async (state, candle) => ({ ...state, close: candle.close });
     exports.Engine = class Engine { onTrade(trade) { return trade.price; } stop(trade) { return trade; } };
     exports.rsi = (closes) => closes.length;
     exports.clone = (candle) => ({ ...candle });
     Object.defineProperty(exports, 'extras', { enumerable: true, get: () => console.log('loaded') });`,
  );
  writeFileSync(
    path.join(folder, 'bot.cjs'),
    `const { update, Engine, rsi, clone } = require('@desk/trading-kit');
     const engine = new Engine();
     (async () => {
       for (let close = 1; close <= 9; close++) await update({}, clone({ close, open: close, time: 1.7e12 + close }));
       for (let price = 1; price <= 4; price++) engine.stop(engine.onTrade({ price, symbol: 'A' }));
       for (let round = 1; round <= 3; round++) rsi([1, 2, 3, 4, 5, round]);
     })();`,
  );
  const { diagnosis, stderr } = await examined(path.join(folder, 'bot.cjs'), ['--try']);
  expect(diagnosis.candidates.map(short)).toEqual([
    '9 tick update "ticks": ["@desk/trading-kit#update"]',
    '4 tick Engine.onTrade "ticks": ["@desk/trading-kit#Engine.onTrade"]',
    '3 indicator rsi "indicators": ["@desk/trading-kit#rsi"]',
  ]);
  expect(diagnosis.candidates.map(({ tried }) => tried?.calls)).toEqual([9, undefined, 3]);
  expect([diagnosis.trial?.ticks, stderr.includes('loaded')]).toEqual([9, false]);
});

it('ends a program that does not end, and tells what it saw', async () => {
  const { diagnosis } = await examined(fixture('doctor/graceful.cjs'), ['--for', '1s']);
  expect(diagnosis.program.ended).toBe('ended 1s after its first market events');
  expect(diagnosis.candidates.map(short)).toEqual(['5 tick Desk.digest "ticks": ["Desk.digest"]']);
  expect(diagnosis.notes).toEqual([]);
});

describe('a program that takes a second before its first event', () => {
  const late = fixture('doctor/late.cjs');

  it('is waited for, and what looked like an event once is not proposed', async () => {
    const { diagnosis } = await examined(late, ['--for', '400ms']);
    const [digest, ...others] = diagnosis.candidates;
    expect([digest?.configLine, others]).toEqual(['"ticks": ["Desk.digest"]', []]);
    expect(diagnosis.notes).toEqual([expect.stringMatching(/^One function that might be more was called only once: /)]);
  });

  it('does not go on when the shell that started it has been ended', async () => {
    const { diagnosis, stderr } = await examinedCommand(
      ['sh', '-c', `'${process.execPath}' '${late}'; echo over`],
      ['--for', '300ms'],
    );
    expect(diagnosis.candidates.map(({ name }) => name)).toEqual(['Desk.digest']);
    const pid = Number(/^process (\d+)$/m.exec(stderr)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });
});

it('ends a program that has no event, and says how to give it more time', async () => {
  const command = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
  const { diagnosis } = await examinedCommand(command, ['--wait', '300ms']);
  expect(diagnosis.program.ended).toBe('ended after 300ms');
  expect(diagnosis.notes).toEqual([
    `No market event was seen in 300ms: nothing was called again and again with what looks like a market event. If they come later, give it more time: tickscope doctor --wait 10m -- ${command.join(' ')}`,
  ]);
  expect([diagnosis.found, diagnosis.candidates, diagnosis.proposed]).toEqual([[], [], {}]);
});

it.each([
  ['throws', 'ended with exit code 1'],
  ['exits', 'ended with exit code 7'],
  ['aborts', 'ended by SIGABRT'],
  ['is killed', 'ended by SIGKILL'],
])('tells what it has of a program that %s', async (how, end) => {
  const { diagnosis } = await examinedCommand([process.execPath, fixture('doctor/ends-badly.cjs'), how]);
  expect(diagnosis.program).toMatchObject({ name: 'ends-badly.cjs', ended: end });
  expect(diagnosis.candidates.map(short)).toEqual(['5 tick Desk.digest "ticks": ["Desk.digest"]']);
});

it('tells that a program was killed before it did anything', async () => {
  const { diagnosis } = await examinedCommand([process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")']);
  expect(diagnosis.program).toEqual({ name: 'node', processes: 1, ended: 'ended by SIGKILL' });
  expect(diagnosis.notes).toEqual([expect.stringMatching(/^No market event was seen before the program ended: /)]);
});

it('prints what it has when somebody has had enough, and runs nothing again', async () => {
  const args = ['doctor', '--try', '--format', 'json', '--', process.execPath, fixture('doctor/late.cjs')];
  const child = start(args, { cwd: temporaryFolder() });
  const end = ended(child);
  child.stderr?.on('data', (chunk: Buffer) => {
    if (chunk.includes('process ')) child.kill('SIGINT');
  });
  const { code, stdout, stderr } = await end;
  const { program, trial } = JSON.parse(stdout) as Diagnosis;
  expect([code, program.ended, trial]).toEqual([0, 'ended by SIGINT', undefined]);
  expect(stderr).toMatch(/^process \d+\n$/);
});

describe('--try', () => {
  it('runs the program with what is proposed behind its own configuration, and tells what was measured', async () => {
    const folder = temporaryFolder();
    const own = 'export default { indicators: ["rank"], symbol: ({ sym }) => sym, exclude: ["Journal.*"] };';
    writeFileSync(path.join(folder, 'tickscope.config.mjs'), own);
    const { diagnosis, stderr } = await examinedCommand([process.execPath, fixture('doctor/desk.mjs')], ['--try'], {
      cwd: folder,
    });
    expect(stderr).toBe('done\ntickscope: Running it again with {"ticks":["Desk.digest"]}\ndone\n');
    expect(diagnosis.trial).toEqual({ ended: 'ended by itself', ticksBefore: 0, ticks: 30 });
    expect(diagnosis.candidates.filter(({ tried }) => tried).map(({ name, tried }) => [name, tried])).toEqual([
      ['Desk.digest', { calls: 30 }],
    ]);
    expect(diagnosis.proposed).toEqual({ ticks: ['Desk.digest'] });
    expect(readdirSync(folder)).toEqual(['tickscope.config.mjs']);
  });

  it('tries the next line where one measures nothing, and leaves that out', async () => {
    const program = fixture('doctor/another-way.cjs');
    const { diagnosis } = await examinedCommand([process.execPath, program], ['--try'], { cwd: temporaryFolder() });
    expect(diagnosis.candidates.map(({ name, tried }) => [name, tried?.calls])).toEqual([
      ['First.absorb', 0],
      ['Second.absorb', 6],
    ]);
    expect(diagnosis.proposed).toEqual({ ticks: ['Second.absorb'] });
    expect(diagnosis.trial?.ticks).toBe(6);
  });

  it('does not run it again where nothing is proposed', async () => {
    const { diagnosis, stderr } = await examined(fixture('capture/no-tick.js'), ['--try']);
    expect([diagnosis.trial, stderr]).toEqual([undefined, expect.not.stringContaining('again')]);
  });
});

describe('the endpoint', () => {
  it('is asked with a real request, with the headers of the environment', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      const { authorization, 'content-type': type, 'x-desk': desk } = request.headers;
      asked.push([request.method, request.url, type, authorization, desk]);
      response.writeHead(request.url === '/v1/traces' ? 200 : 404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    try {
      const { diagnosis } = await examined(fixture('capture/no-tick.js'), [], {
        OTEL_EXPORTER_OTLP_ENDPOINT: address.replace('://', '://user:secret@'),
        OTEL_EXPORTER_OTLP_HEADERS: 'x-desk=f%20x',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
      });
      expect(diagnosis.endpoints).toEqual([
        { signal: 'traces', address: `${address}/v1/traces`, answers: true, detail: 'status 200' },
      ]);
      expect(asked).toContainEqual([
        'POST',
        '/v1/traces',
        'application/x-protobuf',
        `Basic ${btoa('user:secret')}`,
        'f x',
      ]);
    } finally {
      server.close();
    }
  });

  it('is said not to answer where nobody listens', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const environment = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/x`,
      TICKSCOPE_FLUSH_MILLIS: '1',
    };
    const { diagnosis } = await examined(fixture('capture/no-tick.js'), [], environment);
    expect(diagnosis.endpoints).toEqual([
      { signal: 'traces', address: `http://127.0.0.1:${port}/x`, answers: false, detail: 'ECONNREFUSED' },
    ]);
  });
});

it.each([
  [[], 2, /^tickscope: doctor needs a program\. Give it behind --/],
  [['--for', '10x', '--', 'node'], 2, /^tickscope: --for 10x is not a duration\./],
  [['--wait', 'long', '--', 'node'], 2, /^tickscope: --wait long is not a duration\./],
  [['--', 'sh', '-c', 'exit 5'], 3, /^tickscope: Nothing was seen: sh is no Node\.js program/],
])('refuses %j', async (args, expected, message) => {
  const { code, stdout, stderr } = await tickscope(['doctor', ...args], { cwd: temporaryFolder() });
  expect([code, stdout]).toEqual([expected, '']);
  expect(stderr).toMatch(message);
});

it('prints all of it for people, no wider than the page', async () => {
  const program = fixture('doctor/desk.mjs');
  const { stdout } = await tickscope(['doctor', '--', process.execPath, program], { cwd: path.dirname(program) });
  expect(stdout).toContain('What might be, and is not');
  expect(stdout).toContain('"ticks": ["Desk.digest"]');
  expect(stdout).toContain('tickscope.config.json, as proposed');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it.each([
  'capture/faces.cjs',
  'capture/callbacks.js',
  'hostile/handlers.js',
  'capture/throws.js',
  'hostile/getters.js',
])('%s does what it does without being looked at', async (name) => {
  const [bare, looked] = await Promise.all([
    runBare([fixture(name)]),
    runRecorded([fixture(name)], { environment: { TICKSCOPE_DOCTOR: 'true' } }),
  ]);
  expect([looked.stdout, looked.stderr, looked.code]).toEqual([bare.stdout, bare.stderr, bare.code]);
});

describe('a program that asks a broker, and looks up', () => {
  it('tells of calls to the outside, caches and orders, proposes lines for those that no rule knows, and proves them', async () => {
    const { diagnosis, stderr } = await examined(fixture('doctor/broker.cjs'), ['--try']);
    const { found, candidates, proposed } = diagnosis;
    const counts = JSON.parse(stderr.split('\n').find((line) => line.startsWith('{')) ?? '') as Record<string, number>;
    expect(counts).toEqual({ ticks: 6, orders: 6, lookUps: 6, requests: 6, limits: 6 });
    expect(found.map(({ name, ruleText, calls }) => [name, ruleText, calls])).toEqual(
      expect.arrayContaining([
        ['1 different calls to the outside', 'external: requests and messages', counts['requests']],
        ['LRUCache', 'cache: lru-cache, counted, no operation', counts['limits']],
      ]),
    );
    expect(candidates.map((each) => [short(each), each.tried?.calls])).toEqual([
      ['6 order Desk.execute "orders": ["Desk.execute"]', counts['orders']],
      ['6 cache QuoteCache.get "caches": ["QuoteCache.get"]', counts['lookUps']],
    ]);
    expect(candidates[0]?.why).toBe(
      'it gets an object with `side` for a side and `qty` for an amount, and 6 requests or messages went out in it',
    );
    expect(proposed).toEqual({ orders: ['Desk.execute'], caches: ['QuoteCache.get'] });
  });

  it('counts orders that a rule knows, and proposes none', async () => {
    const { diagnosis } = await examined(fixture('external/named-orders.cjs'));
    const orders = diagnosis.found.filter(({ rule }) => rule === 'order');
    // Three of a function, and three by a path.
    expect(orders.map(({ name, calls }) => [name, calls])).toEqual([['orders to place', 6]]);
    expect(diagnosis.candidates.filter(({ kind }) => kind === 'order')).toEqual([]);
  });
});
