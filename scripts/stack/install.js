// Builds the collector, Jaeger and Prometheus from their Go modules, once: `npm run stack:install`.
//
// What is there at its version is left as it is. With nothing in Go's caches it takes about ten minutes on two cores.

const { spawnSync } = require('node:child_process');
const {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const { BUILDER_CONFIG, binaries, stackFolder } = require('./binaries.js');
const versions = require('./versions.js');

const NO_GO =
  '`go` was not found. The servers are built from their Go modules: install Go 1.25 or newer (https://go.dev/dl/), put ' +
  'it into the PATH, and run npm run stack:install again. `docker compose up` needs no Go.';

/** @returns {string} what the command wrote to its stdout */
function run(command, args, { cwd, environment = {} }) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1_024 * 1_024,
    env: { ...process.env, ...environment },
  });
  if (result.error?.code === 'ENOENT' && command === 'go') throw new Error(NO_GO);
  if (result.error) throw result.error;
  if (result.status !== 0) {
    const said = `${result.stdout}${result.stderr}`.trimEnd().split('\n').slice(-30).join('\n');
    throw new Error(`${command} ${args.join(' ')} ended with code ${result.status}:\n${said}`);
  }
  return result.stdout;
}

/** The collector's builder writes a Go program with the components of builder.yaml, and compiles it. */
function buildCollector(folder) {
  run('go', ['install', versions.collector.builder], { cwd: folder, environment: { GOBIN: folder } });
  run(path.join(folder, 'builder'), ['--config', BUILDER_CONFIG], { cwd: folder });
  return path.join(folder, 'dist/otelcol-tickscope');
}

/**
 * `go install` refuses a module with a `replace`, and the checksums of some old modules cannot be looked up any more. So:
 * a module of our own that requires it, with its replacements, exclusions and checksums.
 */
function buildModule({ module, moduleVersion, command }, folder) {
  const goMod = (...lines) => writeFileSync(path.join(folder, 'go.mod'), `${lines.join('\n')}\n`);
  goMod('module tickscope-stack');
  const { Dir, GoMod } = JSON.parse(
    run('go', ['mod', 'download', '-json', `${module}@${moduleVersion}`], { cwd: folder }),
  );
  const { Go, Replace, Exclude } = JSON.parse(run('go', ['mod', 'edit', '-json', GoMod], { cwd: folder }));
  const versioned = (where) => [where.Path, where.Version].filter(Boolean).join(' ');
  goMod(
    'module tickscope-stack',
    `go ${Go}`,
    `require ${module} ${moduleVersion}`,
    ...(Replace ?? []).map(({ Old, New }) => `replace ${versioned(Old)} => ${versioned(New)}`),
    ...(Exclude ?? []).map((what) => `exclude ${versioned(what)}`),
  );
  writeFileSync(path.join(folder, 'go.sum'), readFileSync(path.join(Dir, 'go.sum')));
  const output = path.join(folder, 'server');
  run('go', ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', output, `${module}/${command}`], {
    cwd: folder,
  });
  return output;
}

const BUILDS = {
  collector: buildCollector,
  jaeger: (folder) => buildModule(versions.jaeger, folder),
  prometheus: (folder) => buildModule(versions.prometheus, folder),
};

function install(name, file) {
  const title = `${versions[name].title} ${versions[name].version}`;
  if (existsSync(file)) {
    console.log(`${title}: there already, ${file}`);
    return;
  }
  console.log(`${title}: building; the first time this takes minutes …`);
  const started = performance.now();
  const folder = mkdtempSync(path.join(stackFolder(), 'build-'));
  try {
    const built = BUILDS[name](folder);
    chmodSync(built, 0o755);
    mkdirSync(path.dirname(file), { recursive: true });
    // Whole or not at all: an interrupted build is not taken for an installed server.
    renameSync(built, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${title}: ${file}, ${Math.round((performance.now() - started) / 1000)} s`);
}

try {
  mkdirSync(stackFolder(), { recursive: true });
  for (const [name, file] of Object.entries(binaries())) install(name, file);
} catch (error) {
  console.error(`stack:install: ${error.message}`);
  process.exitCode = 1;
}
