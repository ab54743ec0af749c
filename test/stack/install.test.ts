// `npm run stack:install` with a `go` that makes files instead of servers: what is left behind, and what is said.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.js';
import { eventually } from './eventually.js';

const ROOT: string = path.join(__dirname, '../..');
const FAKE_GO: string = path.join(ROOT, 'test/fixtures/stack');
const INSTALL: string = path.join(ROOT, 'scripts/stack/install.js');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function start(
  environment: Record<string, string> = {},
  args: readonly string[] = [],
): {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
} {
  const { GOCACHE: _cache, GOMODCACHE: _modules, GOFLAGS: _flags, ...rest } = process.env;
  const child = spawn(process.execPath, [INSTALL, ...args], {
    env: {
      ...rest,
      PATH: `${FAKE_GO}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
      TICKSCOPE_STACK_DIR: folder,
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return { ended, kill: (signal) => void child.kill(signal) };
}

function installed(): string[] {
  return readdirSync(folder).toSorted();
}

/** Starts an installation that never ends, and waits until it compiles. */
async function startHanging(): Promise<{ readonly run: ReturnType<typeof start>; readonly compiler: number }> {
  const file = path.join(folder, 'compiles');
  const run = start({ FAKE_GO_HANGS: file });
  const text = await eventually(
    () => Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : ''),
    (pid) => pid !== '',
  );
  return { run, compiler: Number(text) };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('installs the servers and leaves nothing else behind; what is there it leaves alone', async () => {
  const first = await start().ended;
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('Prometheus 3.10.0: installed') as string });
  expect(installed()).toEqual([
    'alertmanager-0.28.1',
    expect.stringMatching(/^collector-0\.145\.0-[\da-f]{8}$/),
    'jaeger-2.13.0',
    'prometheus-3.10.0',
  ]);
  expect(readdirSync(path.join(folder, 'prometheus-3.10.0')).toSorted()).toEqual(['prometheus', 'promtool']);
  const flags = readFileSync(path.join(folder, 'prometheus-3.10.0/prometheus'), 'utf8');
  expect(flags).toContain('-tags=remove_all_sd');
  const second = await start({ PATH: '/nowhere' }).ended;
  expect(second).toMatchObject({ code: 0 });
  expect(second.output.match(/there already/g)).toHaveLength(4);
});

it('installs with --scale what a fleet is tried with, and nothing else', async () => {
  expect(await start({}, ['--scale']).ended).toMatchObject({ code: 0 });
  expect(installed()).toEqual(['chdb-3.4.0', expect.stringMatching(/^collector-scale-0\.145\.0-[\da-f]{8}$/)]);
  const second = await start({ PATH: '/nowhere' }, ['--scale']).ended;
  expect(second.output.match(/there already/g)).toHaveLength(2);
});

it('ends what it has started when it is interrupted, and leaves nothing', async () => {
  const { run, compiler } = await startHanging();
  run.kill('SIGINT');
  expect(await run.ended).toMatchObject({
    code: 1,
    output: expect.stringContaining('interrupted by SIGINT') as string,
  });
  expect(isRunning(compiler)).toBe(false);
  expect(installed()).toEqual(['compiles']);
});

it('removes what one left behind that was killed, and not the work of one that runs', async () => {
  const [dead, alive] = [path.join(folder, 'build-999999999'), path.join(folder, `build-${process.pid}`)];
  for (const left of [dead, alive]) {
    mkdirSync(left);
    writeFileSync(path.join(left, 'module'), '');
  }
  await start().ended;
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
});

it('says what the compiler said, and takes no half server for one', async () => {
  const { code, output } = await start({ FAKE_GO_FAILS: '1' }).ended;
  expect(code).toBe(1);
  expect(output).toContain('package.go:1:1: undefined: server');
  expect(installed()).toEqual([]);
});

it('says what to do where there is no go', async () => {
  const { code, output } = await start({ PATH: '/nowhere' }).ended;
  expect([code, output]).toEqual([1, expect.stringContaining('install Go 1.25 or newer')]);
  expect(installed()).toEqual([]);
});
