// The package as npm makes it, installed as its users install it: by npm, by pnpm, and in a monorepo. Needs a registry or what
// npm has kept of it, and takes a minute: `npm run test:package`.

import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Report } from '../../src/model/report/report.js';
import { countsOf, fixture, type Outcome, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ROOT = path.join(__dirname, '../..');
const PNPM = 'pnpm@12.21.0';
const TSX = 'tsx@4.23.15';
/** Files of a project, and the fixtures that they are. */
const BOT = {
  'bot.cjs': 'bot.cjs',
  'bot.mjs': 'bot.mjs',
  'bot.mts': 'bot.ts',
  'bot.ts': 'bot.ts',
  'cluster.cjs': 'cluster.cjs',
};
const MINUTES = 60_000;

const folder = temporaryFolder();
/** npm runs on the Node.js of the tests too. */
const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);

async function ran(
  where: string,
  command: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const outcome = await run(command, { cwd: where, environment: { PATH, npm_config_prefer_offline: 'true', ...more } });
  if (outcome.code !== 0)
    throw new Error(`${command.join(' ')} ended with ${outcome.code}\n${outcome.stderr}${outcome.stdout}`);
  return outcome;
}

/** @returns a folder in `folder` with a bot in it, and this package.json */
function project(name: string, packageJson: object = {}): string {
  const where = path.join(folder, name);
  mkdirSync(where, { recursive: true });
  writeFileSync(path.join(where, 'package.json'), JSON.stringify({ name: 'bot', private: true, ...packageJson }));
  for (const [file, from] of Object.entries(BOT)) copyFileSync(fixture(`installed/${from}`), path.join(where, file));
  return where;
}

/** What the installed command says of a folder of runs. */
async function reportOf(where: string, ...sources: readonly string[]): Promise<Report> {
  const { stdout } = await ran(where, ['npx', '--no', 'tickscope', 'report', '--format', 'json', ...sources]);
  return JSON.parse(stdout) as Report;
}

/** Runs the bot in a folder for its own record. */
async function recorded(where: string, ...args: readonly string[]): Promise<Report> {
  const runs = path.join('.tickscope', args.join('-').replaceAll('/', '_'));
  const { stdout, stderr } = await ran(where, ['node', '--require', 'tickscope/register', ...args], {
    TICKSCOPE_RUN: runs,
  });
  expect([stdout, stderr]).toEqual(['', '']);
  return reportOf(where, runs);
}

function expectBots(report: Report, bots: number): void {
  expect(report.ticks.count).toBe(25 * bots);
  expect(countsOf(report, 'tick')).toEqual({ 'TradingBot.onTick': 25 * bots });
  expect(countsOf(report, 'indicator')).toEqual({ 'EmaIndicator.update': 25 * bots });
  expect(countsOf(report, 'database')).toEqual({ 'DatabaseService.saveOrder': 5 * bots });
  expect(report.losses).toEqual([]);
}

/** Real folders of a package below `where`. */
function copiesOf(name: string, where: string): string[] {
  const found = globSync(`node_modules/**/${name}/package.json`, { cwd: where });
  const hidden = globSync(`node_modules/.pnpm/*/node_modules/${name}/package.json`, { cwd: where });
  return [...new Set([...found, ...hidden].map((file) => realpathSync(path.join(where, file))))];
}

let tarball: string;
let packed: readonly string[];
beforeAll(async () => {
  const { stdout } = await ran(ROOT, ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [made] = Object.values(JSON.parse(stdout) as { filename: string; files: { path: string }[] }[]);
  tarball = path.join(folder, made?.filename ?? '');
  packed = made?.files.map((file) => file.path) ?? [];
}, MINUTES);

describe('what is packed', () => {
  it('is what is built, with licence, notice and README, and nothing else', () => {
    expect(packed.filter((file) => !file.startsWith('dist/'))).toEqual([
      'LICENSE',
      'NOTICE',
      'README.md',
      'package.json',
    ]);
    // What is copied, and what stands in each page of a report.
    const asTexts = /^dist\/(?:stack|cli\/page)\//;
    const built = packed.filter((file) => file.startsWith('dist/') && !asTexts.test(file));
    expect(built.filter((file) => !/\.(?:js|d\.ts|schema\.json)$/.test(file))).toEqual([]);
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.d.ts',
        'dist/register.js',
        'dist/cli/main.js',
        'dist/cli/page/page.js',
        'dist/cli/page/style.css',
        'dist/stack/docker-compose.yml',
      ]),
    );
  });

  it('has the preload once: nothing of it beside the bundle', () => {
    // The span processor has metrics in its scope, and `tickscope doctor` finds out where OTLP goes.
    const shared = 'metrics/|instrumentation-scope|otel-environment|environment-table';
    const rooms = 'doctor|instrumentations|load|patch|rewrite|rules|wrap';
    const single = new RegExp(`^dist/(?:live/|export/(?!${shared})|capture/(?:${rooms})/)`);
    expect(packed.filter((file) => single.test(file))).toEqual([]);
  });

  it('requires no package that is not installed with it, but for those that it says it can do without', () => {
    const { dependencies, peerDependenciesMeta } = JSON.parse(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    ) as {
      dependencies: Record<string, string>;
      peerDependenciesMeta: Record<string, { optional: true }>;
    };
    expect(peerDependenciesMeta).toEqual({ pg: { optional: true } });
    const required = packed
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/require\("(?<name>[^".][^"]*)"\)/g)])
      .map(({ groups }) => groups?.['name'] ?? '')
      .filter((name) => !isBuiltin(name));
    expect([...new Set(required)].filter((name) => !Object.hasOwn(dependencies, name))).toEqual(['pg']);
  });
});

describe('installed by npm', () => {
  let where: string;
  beforeAll(async () => {
    where = project('npm');
    await ran(where, ['npm', 'install', '--no-audit', '--no-fund', tarball, TSX]);
  }, 3 * MINUTES);

  it.each([
    ['CommonJS', ['bot.cjs']],
    ['ES modules', ['bot.mjs']],
    ['TypeScript that Node.js strips', ['bot.mts']],
    ['TypeScript under tsx', ['--import', 'tsx', 'bot.ts']],
  ])(
    'counts a bot of %s',
    async (_what, args) => {
      const report = await recorded(where, ...args);
      expect(report.program.processes).toBe(1);
      expectBots(report, 1);
    },
    MINUTES,
  );

  it(
    'adds up the processes of a cluster whose primary has the preload',
    async () => {
      await ran(where, ['node', '--require', 'tickscope/register', 'cluster.cjs']);
      const report = await reportOf(where);
      expectBots(report, 2);
      expect(report.program.processes).toBe(3);
    },
    MINUTES,
  );

  it(
    'adds up workers that a manager without the preload starts with it, where it names the run',
    async () => {
      const flags = ['--require', 'tickscope/register'];
      await ran(where, ['node', 'cluster.cjs', ...flags], { TICKSCOPE_RUN: '.tickscope/managed' });
      const report = await reportOf(where, '.tickscope/managed');
      expectBots(report, 2);
      expect(report.program.processes).toBe(2);
    },
    MINUTES,
  );

  it(
    'runs a bot and reports in one go',
    async () => {
      const { stdout, stderr } = await ran(where, ['npx', '--no', 'tickscope', 'run', '--', 'node', 'bot.cjs']);
      expect(stdout).toBe('');
      expect(stderr).toContain('25 ticks');
    },
    MINUTES,
  );

  it('brings one copy of the OpenTelemetry API', () => {
    expect(copiesOf('@opentelemetry/api', where)).toHaveLength(1);
  });
});

describe('installed by pnpm', () => {
  let where: string;
  beforeAll(async () => {
    where = project('pnpm');
    // Of its dependencies only protobufjs has a script, which prints advice; pnpm fails where one was not allowed.
    await ran(where, ['npx', '-y', PNPM, 'add', '--ignore-scripts', '--prefer-offline', tarball]);
  }, 3 * MINUTES);

  it(
    'counts a bot, although it sees its own dependencies only',
    async () => {
      expect(existsSync(path.join(where, 'node_modules/@opentelemetry'))).toBe(false);
      expectBots(await recorded(where, 'bot.cjs'), 1);
      expectBots(await recorded(where, 'bot.mjs'), 1);
    },
    MINUTES,
  );

  it.each([
    ['OTLP over grpc', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
    ['Zipkin', { OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://127.0.0.1:1' }],
    ['Prometheus', { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: '0' }],
  ])(
    'finds the package for %s, which is not in the bundle',
    async (_what, environment) => {
      const flags = { TICKSCOPE_RUN: '.tickscope/late', TICKSCOPE_FLUSH_MILLIS: '200' };
      const command = ['node', '--require', 'tickscope/register', 'bot.cjs'];
      const { stderr } = await ran(where, command, { ...flags, ...(environment as Record<string, string>) });
      expect(stderr).not.toMatch(/Cannot find|could not start|could not be set up/);
    },
    MINUTES,
  );

  it('brings one copy of the OpenTelemetry API', () => {
    expect(copiesOf('@opentelemetry/api', where)).toHaveLength(1);
  });
});

describe('installed in a monorepo of npm workspaces', () => {
  let where: string;
  beforeAll(async () => {
    const root = project('monorepo', { name: 'monorepo', workspaces: ['packages/*'] });
    project('monorepo/packages/prices', { name: 'prices', version: '1.0.0' });
    where = project('monorepo/packages/bot', { dependencies: { tickscope: `file:${tarball}`, prices: '1.0.0' } });
    await ran(root, ['npm', 'install', '--no-audit', '--no-fund']);
  }, 3 * MINUTES);

  it(
    'counts the bot of one of its packages, and keeps the record there',
    async () => {
      expectBots(await recorded(where, 'bot.cjs'), 1);
      expect(existsSync(path.join(where, '.tickscope'))).toBe(true);
    },
    MINUTES,
  );

  it('brings one copy of the OpenTelemetry API', () => {
    expect(copiesOf('@opentelemetry/api', path.join(where, '../..'))).toHaveLength(1);
  });
});
