// Where a program comes from: from files in every place, as text, and by loaders of its own. It is measured, or named with the reason.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countsOf, type Outcome, runBare, runRecorded, type Recorded, type RunOptions } from '../support/programs.js';
import { notSeenText } from '../../src/model/rules.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(60_000);

const TICKS = 3;
const TICK = "{ symbol: 'BTC-USD', price, timestamp: 1_700_000_000_000 }";
/** Ticks and calls of a database, and a stack with a place in the text. */
const PROGRAM = `
class TradeDatabase { findRow(price) { return price * 2; } }
const database = new TradeDatabase();
function onTick(tick) { return database.findRow(tick.price); }
for (let price = 0; price < ${TICKS}; price++) console.log(onTick(${TICK}));
console.log(onTick.toString());
`;

/** Runs a program bare and under the preload; both do the same. */
async function runBoth(program: readonly string[], options: RunOptions = {}): Promise<Recorded> {
  const [bare, recorded] = await Promise.all([runBare(program, options), runRecorded(program, options)]);
  expect(behaviour(recorded)).toEqual(behaviour(bare));
  return recorded;
}

function behaviour({ stdout, stderr, code, signal }: Outcome): Outcome {
  return { stdout, stderr: stderr.replaceAll(/^\(node:\d+\)/gm, '(node)'), code, signal };
}

/** What the report says of the program: its ticks, and the calls in them. */
function countedIn({ report }: Recorded): object {
  return { ticks: report.ticks.count, ...countsOf(report, 'database') };
}

const ALL = { ticks: TICKS, 'TradeDatabase.findRow': TICKS };

function notSeenIn({ report }: Recorded): string[] {
  return report.coverage.notSeen.map((row) => `${notSeenText(row)}: ${row.why}`);
}

function filesIn(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

describe('a program given as text', () => {
  it.each<[how: string, program: readonly string[], options: RunOptions]>([
    ['by -e', ['-e', PROGRAM], {}],
    ['by -e, with an argument', ['-e', PROGRAM, 'BTC'], {}],
    ['by -e behind --import', ['--import', 'data:text/javascript,', '-e', PROGRAM], {}],
    ['by -e, said to be CommonJS', ['--input-type=commonjs', '-e', PROGRAM], {}],
    ['by -p, with its value', ['-p', `${PROGRAM}database`], {}],
    ['on stdin', ['-'], { input: PROGRAM }],
    ['on stdin without a dash', [], { input: `${PROGRAM}// words: import, crypto` }],
  ])('%s', async (_how, program, options) => {
    const recorded = await runBoth(program, options);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(notSeenIn(recorded)).toEqual([]);
  });

  it('is a script of its realm: its declarations are global, and `process._eval` is its text', async () => {
    const text = `${PROGRAM}
      const kept = 7;
      console.log(typeof globalThis.onTick, globalThis.kept, new Function('return kept')(), this === globalThis);
      console.log(process._eval.includes('$tk'), module.id, __filename, require.main === undefined, process._eval.length);`;
    expect(countedIn(await runBoth(['-e', text]))).toEqual(ALL);
  });

  it('has the frames of its stacks, but for one of Node.js that stands for two', async () => {
    const text = `${PROGRAM}\nfunction inner() { return new Error('place'); }\nconsole.log(inner().stack);`;
    const [bare, recorded] = await Promise.all([runBare(['-e', text]), runRecorded(['-e', text])]);
    const frames = ({ stdout }: Outcome): string[] => stdout.split('\n').filter((line) => line.startsWith('    at '));
    const isProgram = (line: string): boolean => line.includes('[eval]');
    expect(frames(recorded).filter(isProgram)).toEqual(frames(bare).filter(isProgram));
    expect(frames(bare).filter((line) => !frames(recorded).includes(line))).toEqual([
      expect.stringContaining('runScriptInThisContext (node:internal/vm:'),
      expect.stringContaining('node:internal/process/execution:'),
    ]);
    expect(frames(recorded).filter((line) => !frames(bare).includes(line))).toEqual([
      expect.stringContaining('Script.runInThisContext (node:vm:'),
    ]);
  });

  it('is stripped of its types, as Node.js does', async () => {
    const text = PROGRAM.replace('findRow(price)', 'findRow(price: number)');
    expect(countedIn(await runBoth(['-e', text]))).toEqual(ALL);
  });

  it('fails as without Tickscope', async () => {
    await runBoth(['-e', `${PROGRAM} function broken( {`]);
    await runBoth(['-e', 'const onTick: = 3']);
    const { code, stderr } = await runRecorded(['-e', `${PROGRAM} null.onTick()`]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\[eval\]:7\n null\.onTick\(\)\n {6}\^\n\nTypeError/)]);
  });

  it('is the text of a worker thread', async () => {
    const start = `const { Worker } = require('node:worker_threads');
      new Worker(${JSON.stringify(PROGRAM)}, { eval: true });`;
    const folder = filesIn(temporaryFolder(), { 'main.js': start });
    const recorded = await runBoth([path.join(folder, 'main.js')]);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(recorded.report.coverage.instrumented.map(({ location }) => location)).toContain('[worker eval]:2');
    expect(countedIn(await runBoth(['-e', start]))).toEqual(ALL);
  });
});

describe('a text that only Node.js can compile is named', () => {
  const MODULE = PROGRAM.replace('console.log(onTick.', 'export const place = import.meta.url; console.log(onTick.');

  it.each<[how: string, program: readonly string[], row: string, input?: string]>([
    ['an ES module by -e', ['-e', MODULE], '[eval]: an ES module that is given as text'],
    ['one that is said to be', ['--input-type=module', '-e', PROGRAM], '[eval]: an ES module that is given as text'],
    ['an ES module on stdin', ['-'], '[eval]: an ES module that is given as text', MODULE],
    [
      'a call of import()',
      ['-e', `${PROGRAM} import('node:fs').then((fs) => console.log(typeof fs.statSync))`],
      '[eval]: it is given as text and calls import()',
    ],
    [
      'the module crypto',
      ['-e', `${PROGRAM} console.log(typeof crypto.createHash)`],
      '[eval]: it is given by -e and has the word crypto',
    ],
  ])('%s', async (...[_how, program, row, input = '']) => {
    const recorded = await runBoth(program, { input });
    expect(recorded.report.ticks.count).toBe(0);
    expect(notSeenIn(recorded)).toEqual([expect.stringContaining(row)]);
  });

  it('the script of a single executable', async () => {
    // Node.js 24 makes none without another tool; the preload asks `node:sea` whether it runs in one.
    const folder = filesIn(temporaryFolder(), {
      'in-executable.cjs': "process.execPath = '/opt/desk'; require('node:sea').isSea = () => true;",
      'named-so.cjs': "process.execPath = '/opt/desk';",
      'bot.js': '',
    });
    const options = (preload: string): RunOptions => ({
      environment: { NODE_OPTIONS: `--require "${path.join(folder, preload)}"` },
    });
    const program = [path.join(folder, 'bot.js')];
    expect(notSeenIn(await runRecorded(program, options('in-executable.cjs')))).toEqual([
      'desk: the script in a single executable is compiled where no module hook is: run its bundle by node',
    ]);
    expect(notSeenIn(await runRecorded(program, options('named-so.cjs')))).toEqual([]);
  });

  it('but not one in which nothing is to be measured', async () => {
    expect(
      notSeenIn(await runBoth(['--input-type=module', '-e', 'console.log(import.meta.url, process.argv.length)'])),
    ).toEqual([]);
    expect(notSeenIn(await runBoth(['-e', "import('node:fs').then(() => process.exit(3))"]))).toEqual([]);
  });
});

describe('a module without a file', () => {
  it('from a data: URL goes by no more than its kind', async () => {
    const url = `data:text/javascript;charset=utf-8;base64,${Buffer.from(PROGRAM).toString('base64')}`;
    const recorded = await runBoth(['--input-type=module', '-e', `import ${JSON.stringify(url)}`]);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(new Set(recorded.report.coverage.instrumented.map(({ location }) => location))).toEqual(
      new Set(['data:text/javascript:2', 'data:text/javascript:4']),
    );
  });

  it('from a loader of the program goes by its URL', async () => {
    const folder = filesIn(temporaryFolder(), {
      'main.mjs': `import { registerHooks } from 'node:module';
        const source = ${JSON.stringify(PROGRAM)};
        registerHooks({
          resolve: (name, context, next) => (name.startsWith('bot:') ? { url: name, shortCircuit: true } : next(name, context)),
          load: (url, context, next) => (url.startsWith('bot:') ? { format: 'module', source, shortCircuit: true } : next(url, context)),
        });
        await import('bot:spot?version=1');`,
    });
    const recorded = await runBoth([path.join(folder, 'main.mjs')]);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(recorded.report.coverage.instrumented.map(({ location }) => location)).toContain('bot:spot:2');
  });
});

describe('a program inside node_modules', () => {
  const DEPENDENCY = 'exports.onTick = function onTick(tick) { return tick.price; };';
  const FILES = {
    'node_modules/desk/package.json': '{ "name": "desk", "version": "1.0.0", "bin": "bin.js", "main": "bin.js" }',
    'node_modules/desk/bin.js': `#!/usr/bin/env node
      const { onTick } = require('feed');
      for (let price = 0; price < 9; price++) onTick(${TICK});
      require('./lib/bot.js');`,
    'node_modules/desk/lib/bot.js': PROGRAM,
    'node_modules/desk/thread.js':
      "new (require('node:worker_threads').Worker)(require.resolve('./lib/bot.js'), { argv: ['BTC'] });",
    'node_modules/desk/bot.mjs': PROGRAM,
    'node_modules/feed/package.json': '{ "name": "feed", "version": "1.0.0" }',
    'node_modules/feed/index.js': DEPENDENCY,
    'node_modules/desk/node_modules/feed/package.json': '{ "name": "feed", "version": "2.0.0" }',
    'node_modules/desk/node_modules/feed/index.js': DEPENDENCY,
  };
  let folder: string;

  beforeAll(() => {
    folder = filesIn(temporaryFolder(), FILES);
    mkdirSync(path.join(folder, 'node_modules/.bin'));
    symlinkSync('../desk/bin.js', path.join(folder, 'node_modules/.bin/desk'));
  });

  it.each([
    ['by its path', 'node_modules/desk/bin.js'],
    ['without its extension', 'node_modules/desk/bin'],
    ['by its folder', 'node_modules/desk'],
    ['by the link that npx runs', 'node_modules/.bin/desk'],
    ['as an ES module', 'node_modules/desk/bot.mjs'],
    ['in a worker thread', 'node_modules/desk/thread.js'],
  ])('is measured, and its dependencies are not: %s', async (_how, file) => {
    const recorded = await runBoth([path.join(folder, file)]);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(notSeenIn(recorded)).toEqual([]);
  });

  it('is measured under the name that it is started by, where Node.js keeps that', async () => {
    const linked = temporaryFolder();
    mkdirSync(path.join(linked, 'node_modules'));
    symlinkSync(path.join(folder, 'node_modules/desk'), path.join(linked, 'node_modules/desk'));
    const flags = ['--preserve-symlinks', '--preserve-symlinks-main'];
    const recorded = await runBoth([...flags, path.join(linked, 'node_modules/desk/lib/bot.js')]);
    expect(countedIn(recorded)).toEqual(ALL);
  });

  it('is not the program when another one requires it', async () => {
    filesIn(folder, { 'main.js': "require('desk');" });
    expect((await runBoth([path.join(folder, 'main.js')])).report.ticks.count).toBe(0);
  });

  it('is not measured where it only starts the program', async () => {
    const start = `${PROGRAM} process.argv[1] = process.argv[2]; require(process.argv[1]);`;
    filesIn(folder, {
      'node_modules/pm2/package.json': '{ "name": "pm2" }',
      'node_modules/pm2/start.js': start,
      'bot.js': PROGRAM,
    });
    const starter = path.join(folder, 'node_modules/pm2/start.js');
    for (const program of ['bot.js', 'node_modules/desk/lib/bot.js']) {
      expect(countedIn(await runBoth([starter, path.join(folder, program)]))).toEqual(ALL);
    }
  });
});

describe('files that are loaded past the module hooks are named', () => {
  it('by jest', async () => {
    const folder = filesIn(temporaryFolder(), {
      'package.json': '{ "jest": { "testEnvironment": "node" } }',
      'bot.js': `${PROGRAM.replaceAll(/^.*console.*$/gm, '')} module.exports = onTick;`,
      'bot.test.js': `const onTick = require('./bot.js'); test('doubles', () => { const price = 2; expect(onTick(${TICK})).toBe(4); });`,
    });
    const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin/jest.js');
    const recorded = await runRecorded([jest, '--runInBand', '--rootDir', folder], { cwd: folder });
    expect([recorded.code, recorded.stderr]).toEqual([0, expect.stringContaining('✓ doubles')]);
    expect(notSeenIn(recorded)).toEqual([
      'files loaded by jest: it runs them in a context of its own, which sees nothing of Tickscope',
    ]);
  });

  it.each(['vitest', 'vite-node', 'jiti', 'esm', 'bytenode'])('by %s', async (name) => {
    const folder = filesIn(temporaryFolder(), {
      [`node_modules/${name}/package.json`]: `{ "name": "${name}", "version": "1.0.0", "main": "main.js" }`,
      [`node_modules/${name}/main.js`]: '',
      'main.js': `require('${name}');`,
    });
    expect(notSeenIn(await runBoth([path.join(folder, 'main.js')]))).toEqual([
      expect.stringMatching(`^files loaded by ${name}: it `),
    ]);
  });

  it('by a preload before this one', async () => {
    const folder = filesIn(temporaryFolder(), {
      'first.js': PROGRAM,
      'quiet.js': 'exports.env = process.env;',
      'main.js': '',
    });
    const NODE_OPTIONS = ['first', 'quiet'].map((name) => `--require "${path.join(folder, name)}.js"`).join(' ');
    const recorded = await runBoth([path.join(folder, 'main.js')], { environment: { NODE_OPTIONS } });
    expect(notSeenIn(recorded)).toEqual([
      'first.js: it was loaded before Tickscope: give --require tickscope/register first',
    ]);
  });

  it('by a function of the program in the place of Module.prototype._compile', async () => {
    const folder = filesIn(temporaryFolder(), {
      'main.js': `const Module = require('node:module');
        const vm = require('node:vm');
        const original = Module.prototype._compile;
        Module.prototype._compile = function (content, filename) {
          if (!filename.endsWith('bot.js')) return original.apply(this, arguments);
          return vm.runInThisContext(Module.wrap(content), { filename }).call(this.exports, this.exports, require, this);
        };
        require('./bot.js');
        require('./other.js');
        require('./quiet.js');`,
      'bot.js': PROGRAM,
      'quiet/bot.js': 'exports.pid = process.pid;',
      'quiet.js': "require('./quiet/bot.js');",
      'other.js': PROGRAM,
    });
    const recorded = await runBoth([path.join(folder, 'main.js')]);
    expect(countedIn(recorded)).toEqual(ALL);
    expect(notSeenIn(recorded)).toEqual([expect.stringMatching(/^bot\.js: the program compiles it by itself/)]);
  });
});

describe('the place of a blocking call', () => {
  const HANDLER = `function onTick(tick) { return stat(tick.symbol); }
for (let price = 0; price < ${TICKS}; price++) onTick(${TICK});`;
  const STAT = "const stat = (name) => require('node:fs').statSync(name, { throwIfNoEntry: false });";

  const placeIn = ({ report }: Recorded): string | undefined =>
    report.operations.find(({ name }) => name === 'fs.statSync')?.location;

  it('is known in a text', async () => {
    expect(placeIn(await runBoth(['-e', `${STAT}\n${HANDLER}`]))).toBe('[eval]:1');
  });

  it('is the one in a program inside node_modules, and not that in its dependency', async () => {
    const folder = filesIn(temporaryFolder(), {
      'node_modules/desk/package.json': '{ "name": "desk" }',
      'node_modules/desk/bot.js': `const { stat } = require('files');\n${HANDLER}`,
      'node_modules/files/package.json': '{ "name": "files" }',
      'node_modules/files/index.js': `${STAT} exports.stat = stat;`,
    });
    const bot = path.join(folder, 'node_modules/desk/bot.js');
    expect(placeIn(await runBoth([bot], { cwd: folder }))).toBe('node_modules/desk/bot.js:2');
  });
});

it('measures the files of tests that node:test runs', async () => {
  const folder = filesIn(temporaryFolder(), {
    'bot.test.js': `const { test } = require('node:test'); test('ticks', () => {${PROGRAM}});`,
  });
  const { report } = await runRecorded(['--test', path.join(folder, 'bot.test.js')], { cwd: folder });
  expect(report.ticks.count).toBe(TICKS);
});
