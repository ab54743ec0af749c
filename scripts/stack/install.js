// Builds the collector, Jaeger, Prometheus and Alertmanager from their Go modules, once: `npm run stack:install`. With `--scale`, instead of them,
// the collector of compose.scale.yml, and ClickHouse's engine from npm.
//
// What is there at its version is left as it is. All work is done in one folder, which is gone afterwards, also when the
// command is interrupted: what it downloaded and compiled takes several gigabytes.

const fs = require('node:fs');
const path = require('node:path');
const { isInstalled, serverFolder, serverNames, stackFolder } = require('./binaries.js');
const { GoCommand, Progress } = require('./go-command.js');
const versions = require('./versions.js');

const ROOT = path.join(__dirname, '../..');
const GIBIBYTE = 1_024 ** 3;
/** 6.7 GiB were seen, most of them Go's caches. */
const NEEDED_BYTES = 8 * GIBIBYTE;
const LINKER_FLAGS = ['-trimpath', '-ldflags=-s -w'];

/** The collector's builder writes a Go program with the components of builder.yaml. */
async function buildCollector(go, { builder, builderConfig, files: [file] }, folder, output, progress) {
  await go.run('go', ['install', '-v', builder], { cwd: folder, environment: { GOBIN: folder }, progress });
  const config = path.join(ROOT, builderConfig);
  await go.run(path.join(folder, 'builder'), ['--config', config, '--skip-compilation'], { cwd: folder, progress });
  const args = ['build', '-v', ...LINKER_FLAGS, '-o', path.join(output, file), '.'];
  await go.run('go', args, { cwd: path.join(folder, 'dist'), progress });
}

/**
 * `go install` refuses a module with a `replace`, and the checksums of some old modules cannot be looked up any more. So:
 * a module of our own that requires it, with its replacements, exclusions and checksums.
 */
async function buildModule(go, { module, moduleVersion, files, tags = [] }, folder, output, progress) {
  const goMod = (...lines) => fs.writeFileSync(path.join(folder, 'go.mod'), `${lines.join('\n')}\n`);
  const run = (...args) => go.run('go', args, { cwd: folder, progress });
  goMod('module tickscope-stack');
  const { Dir, GoMod } = JSON.parse(await run('mod', 'download', '-json', `${module}@${moduleVersion}`));
  const { Go, Replace, Exclude } = JSON.parse(await run('mod', 'edit', '-json', GoMod));
  const versioned = (where) => [where.Path, where.Version].filter(Boolean).join(' ');
  goMod(
    'module tickscope-stack',
    `go ${Go}`,
    `require ${module} ${moduleVersion}`,
    ...(Replace ?? []).map(({ Old, New }) => `replace ${versioned(Old)} => ${versioned(New)}`),
    ...(Exclude ?? []).map((what) => `exclude ${versioned(what)}`),
  );
  fs.writeFileSync(path.join(folder, 'go.sum'), fs.readFileSync(path.join(Dir, 'go.sum')));
  for (const file of files) {
    const flags = [...LINKER_FLAGS, `-tags=${tags.join(',')}`, '-o', path.join(output, file)];
    await run('build', '-v', '-mod=mod', ...flags, `${module}/cmd/${file}`);
  }
}

async function installPackage(go, { package: name, version }, folder, output, progress) {
  const args = ['install', `${name}@${version}`, '--prefix', output, '--ignore-scripts', '--no-package-lock'];
  await go.run('npm', args, { cwd: folder, progress });
}

function wayOf({ builder, package: name }) {
  if (name !== undefined) return installPackage;
  return builder === undefined ? buildModule : buildCollector;
}

async function install(go, name, folder) {
  const server = versions[name];
  const progress = new Progress(`${server.title} ${server.version}`);
  const [work, output] = ['work', 'output'].map((part) => path.join(folder, `${name}-${part}`));
  fs.mkdirSync(work);
  fs.mkdirSync(output);
  await wayOf(server)(go, server, work, output, progress);
  // Whole or not at all: an interrupted build is not taken for an installed server.
  fs.rmSync(serverFolder(name), { recursive: true, force: true });
  fs.renameSync(output, serverFolder(name));
  progress.end();
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** What an installation left behind that was killed outright. */
function removeLeftovers() {
  for (const name of fs.readdirSync(stackFolder())) {
    const [, pid] = /^build-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) {
      fs.rmSync(path.join(stackFolder(), name), { recursive: true, force: true });
    }
  }
}

/** @throws {Error} before anything is downloaded, where the disk would be full half-way */
function checkRoom() {
  const { bavail, bsize } = fs.statfsSync(stackFolder());
  if (bavail * bsize >= NEEDED_BYTES) return;
  const gibibytes = (bytes) => `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
  throw new Error(
    `${stackFolder()} has ${gibibytes(bavail * bsize)} free, and building takes ${gibibytes(NEEDED_BYTES)} until it is ` +
      'done. Make room, or name a folder on another disk in TICKSCOPE_STACK_DIR.',
  );
}

async function main() {
  fs.mkdirSync(stackFolder(), { recursive: true });
  removeLeftovers();
  const names = serverNames(process.argv.includes('--scale'));
  const missing = names.filter((name) => !isInstalled(name));
  for (const name of names) {
    if (!missing.includes(name)) console.log(`${versions[name].title} ${versions[name].version}: there already`);
  }
  if (missing.length === 0) return;
  checkRoom();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}; what was built by then is kept`)));
  }
  const folder = path.join(stackFolder(), `build-${process.pid}`);
  fs.mkdirSync(folder);
  try {
    const go = new GoCommand(folder, interrupted.signal);
    for (const name of missing) await install(go, name, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  console.log(`All in ${stackFolder()}; nothing else was left behind.`);
}

main().catch((error) => {
  console.error(`stack:install: ${error.message}`);
  process.exitCode = 1;
});
