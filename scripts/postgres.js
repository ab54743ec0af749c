// Starts a real PostgreSQL 15 with nothing in it, on a free port of the loopback interface, gone when it is stopped.
//
//   node scripts/postgres.js     prints {"url": "postgres://...", "log": "..."} when it is ready; stops with SIGTERM, or at
//                                the end of its standard input (its parent is gone)
//   node scripts/postgres.js --hypopg   the same, of an installation with HypoPG, which is made where there is none
//   startPostgres()              the same as a child process, for scripts and tests
//
// Every statement that the server gets stands in the log, behind the name of the application that sent it: another count
// than the client's own. `pg_stat_statements` is loaded.

const { execFileSync, spawn } = require('node:child_process');
const { chownSync, closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: pause } = require('node:timers/promises');
const { postgresBinaries } = require('./postgres/binaries.js');
const { postgresWithHypopg } = require('./postgres/hypopg.js');
const { portsOf } = require('./stack/child-server.js');

const LONGEST_START_MS = 60_000;
const LONGEST_STOP_MS = 15_000;
const BETWEEN_LOOKS_MS = 20;
const HYPOPG = '--hypopg';

const settings = (port) => ({
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'on',
  log_statement: 'all',
  log_connections: 'on',
  log_line_prefix: '<%a> ',
  logging_collector: 'off',
  log_timezone: 'UTC',
  max_connections: 50,
  // It has nothing to lose.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
});

/** PostgreSQL refuses to run as root, so that root's programs run it as somebody who may do nothing. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Root's own folders are closed to others: what lies there is copied to where that user can run it. */
function runnableBinaries(folder, user) {
  const plain = () => {
    const found = postgresBinaries();
    return { bin: found, root: path.dirname(found) };
  };
  const { bin, root } = process.argv.includes(HYPOPG) ? postgresWithHypopg() : plain();
  try {
    execFileSync(path.join(bin, 'postgres'), ['--version'], { ...user, stdio: 'ignore', cwd: folder });
    return bin;
  } catch {
    const copy = path.join(folder, 'installation');
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    return path.join(copy, path.relative(root, bin));
  }
}

/** @returns the server as a child process, before it is ready */
async function launch(folder) {
  const user = unprivilegedUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const bin = runnableBinaries(folder, user);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  const authentication = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(path.join(bin, 'initdb'), ['--pgdata', data, ...authentication], { ...options, stdio: 'pipe' });

  const { port } = await portsOf({ port: 0 });
  const flags = Object.entries(settings(port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = path.join(folder, 'postgres.log');
  const written = openSync(log, 'a');
  // A process group of its own: Ctrl-C reaches the one that started it.
  const stdio = ['ignore', written, written];
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...flags], { ...options, stdio, detached: true });
  closeSync(written);
  return { server, url: `postgres://postgres@127.0.0.1:${port}/postgres`, log };
}

async function untilReady(log, hasEnded) {
  const deadline = performance.now() + LONGEST_START_MS;
  for (;;) {
    const text = readFileSync(log, 'utf8');
    if (text.includes('database system is ready to accept connections')) return;
    if (hasEnded() || performance.now() > deadline) throw new Error(`PostgreSQL did not start:\n${text}`);
    await pause(BETWEEN_LOOKS_MS);
  }
}

async function serve() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-postgres-'));
  let server;
  // The last resort, and the way out of every failure.
  process.on('exit', () => {
    server?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  let ended = false;
  const stop = () => {
    if (server === undefined || ended) return process.exit();
    server.kill('SIGINT');
    return setTimeout(() => process.exit(), LONGEST_STOP_MS);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.stdin.on('end', stop).on('error', stop).resume();

  const launched = await launch(folder);
  ({ server } = launched);
  server.once('exit', () => {
    ended = true;
    process.exit();
  });
  await untilReady(launched.log, () => ended);
  console.log(JSON.stringify({ url: launched.url, log: launched.log }));
}

/**
 * @param {{ hypopg?: boolean }} [options] whether the extension can be made
 * @returns {Promise<{ url: string, log: string, stop: () => Promise<void> }>} a server of its own, gone after stop()
 */
async function startPostgres({ hypopg = false } = {}) {
  // A preloaded profiler belongs to the caller, not to its database.
  const { NODE_OPTIONS: _ofTheCaller, ...env } = process.env;
  const child = spawn(process.execPath, [__filename, ...(hypopg ? [HYPOPG] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const firstLine = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const answer = await Promise.race([firstLine, ended.then(() => undefined)]);
  if (answer === undefined) throw new Error('postgres: the server did not start; its own words stand above.');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { ...JSON.parse(answer), stop };
}

module.exports = { startPostgres };

if (require.main === module) {
  serve().catch((error) => {
    console.error(`postgres: ${error.message}`);
    process.exit(1);
  });
}
