// PostgreSQL 15 with HypoPG: the one that is used where it has it, else a copy of it, outside the repository, with Debian's package in it.
//
// The package is downloaded by apt and unpacked, which needs no root: from where the machine's own lists say, else from Debian 12.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const { stackFolder } = require('../stack/binaries.js');
const { postgresBinaries } = require('./binaries.js');

const PACKAGE = 'postgresql-15-hypopg';
const VERSION = '1.3.1-2+b1';
/** Of that version for amd64: its list is taken without a key, which other systems do not have. */
const SHA256 = '92b898008162782ac6dd29081031455c3dc9ff088b88e33b430cb04c7c5705cb';
const CONTROL = 'extension/hypopg.control';

/**
 * Where an installation has its files. The server finds `share` from where it is itself, so a copy keeps their places.
 *
 * @returns {{ root: string, share: string, lib: string }} folders from the one that holds all of them
 */
function layoutOf(bin) {
  const above = path.dirname(bin);
  // Debian: /usr/lib/postgresql/15/bin and /usr/share/postgresql/15.
  const inDebian = /^(?<root>.*)\/lib\/(?<rest>postgresql\/\d+)$/.exec(above);
  if (inDebian !== null) {
    const { root, rest } = inDebian.groups;
    return { root, share: `share/${rest}`, lib: `lib/${rest}/lib` };
  }
  const isFlat = existsSync(path.join(above, 'share/extension'));
  return { root: above, share: isFlat ? 'share' : 'share/postgresql', lib: isFlat ? 'lib' : 'lib/postgresql' };
}

function run(file, args, cwd) {
  execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** @returns {string} the package's file, in the folder */
function download(folder) {
  const found = () => readdirSync(folder).find((file) => file.endsWith('.deb'));
  const sandbox = ['-o', 'APT::Sandbox::User='];
  try {
    run('apt-get', [...sandbox, 'download', PACKAGE], folder);
  } catch {
    const list = path.join(folder, 'debian.list');
    writeFileSync(list, 'deb [trusted=yes] http://deb.debian.org/debian bookworm main\n');
    const state = path.join(folder, 'state');
    mkdirSync(path.join(state, 'lists/partial'), { recursive: true });
    const places = {
      'Dir::Etc::SourceList': list,
      'Dir::Etc::SourceParts': '-',
      'Dir::State': state,
      'Dir::State::lists': path.join(state, 'lists'),
      'Dir::Cache': state,
    };
    const options = Object.entries(places).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    run('apt-get', [...sandbox, ...options, 'update'], folder);
    run('apt-get', [...sandbox, ...options, 'download', `${PACKAGE}=${VERSION}`], folder);
    const hash = createHash('sha256')
      .update(readFileSync(path.join(folder, found())))
      .digest('hex');
    if (hash !== SHA256) throw new Error(`${found()} is not the file that is expected: its SHA-256 is ${hash}`);
  }
  return path.join(folder, found());
}

/** Whole or not at all; another process may have been first. */
function install(bin, target) {
  const { root, share, lib } = layoutOf(bin);
  mkdirSync(stackFolder(), { recursive: true });
  const unfinished = mkdtempSync(path.join(stackFolder(), 'install-'));
  try {
    const unpacked = path.join(unfinished, 'package');
    mkdirSync(unpacked);
    run('dpkg-deb', ['--extract', download(unpacked), unpacked], unpacked);
    const copy = path.join(unfinished, 'copy');
    const below = path.relative(root, path.dirname(bin));
    for (const part of new Set([below, share])) {
      cpSync(path.join(root, part), path.join(copy, part), { recursive: true, verbatimSymlinks: true });
    }
    cpSync(path.join(unpacked, 'usr/lib/postgresql/15/lib/hypopg.so'), path.join(copy, lib, 'hypopg.so'));
    cpSync(path.join(unpacked, 'usr/share/postgresql/15/extension'), path.join(copy, share, 'extension'), {
      recursive: true,
    });
    if (!existsSync(target)) renameSync(copy, target);
  } catch (error) {
    throw new Error(
      `HypoPG cannot be installed (${error.stderr?.toString().trim() || error.message}). Install it into PostgreSQL 15, on Debian: apt-get install ${PACKAGE}.`,
      { cause: error },
    );
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** @returns {{ bin: string, root: string }} the folder with `postgres`, and the one that has to stay whole for it to run */
function postgresWithHypopg() {
  const bin = postgresBinaries();
  const { root, share } = layoutOf(bin);
  if (existsSync(path.join(root, share, CONTROL))) return { bin, root: path.dirname(bin) };
  const which = createHash('sha256').update(bin).update(VERSION).digest('hex').slice(0, 8);
  const target = path.join(stackFolder(), `postgres-15-hypopg-${which}`);
  if (!existsSync(target)) install(bin, target);
  return { bin: path.join(target, path.relative(root, bin)), root: target };
}

module.exports = { postgresWithHypopg };
