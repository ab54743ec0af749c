// Adds the optional packages of other platforms to package-lock.json where the registry in use does not have them.
//
//   npm run lock     after a dependency has changed
//
// A registry that mirrors only some platforms makes npm write a lock file without the others, and then `npm ci` refuses
// it as out of step. The entries need no more than name, version and platform: no machine of another platform installs them.

const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const lockFile = path.join(root, 'package-lock.json');

const SYSTEMS = ['darwin', 'win32', 'linux', 'freebsd', 'android', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el'];

/** Native packages say in their names what they are for: `@swc/core-linux-arm64-gnu`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const system = SYSTEMS.find((candidate) => words.includes(candidate));
  const processor = PROCESSORS.find((candidate) => words.includes(candidate));
  const musl = words.some((word) => word.startsWith('musl'));
  return {
    ...(processor !== undefined && { cpu: [processor] }),
    ...(system !== undefined && { os: [system] }),
    ...(system === 'linux' && { libc: [musl ? 'musl' : 'glibc'] }),
  };
}

/** Looks where Node would: in the package's own node_modules, then in those above. */
function isLocked(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: root, stdio: 'inherit' });
const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
let added = 0;
for (const [from, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(lock.packages, from, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[~^]/, ''),
      ...platformOf(name),
      ...(dev === true && { dev }),
      optional: true,
    };
    added++;
  }
}
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} optional packages of other platforms added to package-lock.json`);
