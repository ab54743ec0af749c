// Where the native servers are: outside the repository, a folder for each version.

const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const versions = require('./versions.js');

const ROOT = path.join(__dirname, '../..');

/** @returns {string} the folder that the servers are installed in; `TICKSCOPE_STACK_DIR` names another */
function stackFolder() {
  return path.resolve(process.env.TICKSCOPE_STACK_DIR || path.join(homedir(), '.cache/tickscope-stack'));
}

/** @returns {string} the folder of one server, there or not */
function serverFolder(name) {
  const { version, builderConfig } = versions[name];
  if (builderConfig === undefined) return path.join(stackFolder(), `${name}-${version}`);
  // A collector with other components is another collector.
  const config = readFileSync(path.join(ROOT, builderConfig));
  const components = createHash('sha256').update(config).digest('hex').slice(0, 8);
  return path.join(stackFolder(), `${name}-${version}-${components}`);
}

/** @returns {string[]} the programs of one server, there or not */
function programsOf(name) {
  return versions[name].files.map((file) => path.join(serverFolder(name), file));
}

function isInstalled(name) {
  return programsOf(name).every((file) => existsSync(file));
}

/** @returns {string[]} the servers of one machine, or with `forScale` what `compose.scale.yml` is tried with */
function serverNames(forScale) {
  return Object.keys(versions).filter((name) => Boolean(versions[name].onlyForScale) === forScale);
}

/**
 * @returns {Record<string, string>} the file of each program by its name, `otelcol`, `jaeger`, `prometheus`, `promtool`
 * @throws {Error} where a server is not installed
 */
function installedBinaries() {
  return programsByName(serverNames(false), 'npm run stack:install');
}

/**
 * @returns {{ collector: string, chdb: string }} the program of the collector, and the folder of the package
 * @throws {Error} where one is not installed
 */
function installedForScale() {
  const found = programsByName(serverNames(true), 'npm run stack:install -- --scale');
  return { collector: found['otelcol-scale'], chdb: path.dirname(found['package.json']) };
}

function programsByName(names, command) {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length > 0) {
    const titles = missing.map((name) => `${versions[name].title} ${versions[name].version}`);
    throw new Error(`not installed in ${stackFolder()}: ${titles.join(', ')}; run ${command}`);
  }
  return Object.fromEntries(names.flatMap(programsOf).map((file) => [path.basename(file), file]));
}

module.exports = { installedBinaries, installedForScale, isInstalled, serverFolder, serverNames, stackFolder };
