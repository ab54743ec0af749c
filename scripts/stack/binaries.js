// Where the native servers are: outside the repository, a folder for each version.

const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const versions = require('./versions.js');

const BUILDER_CONFIG = path.join(__dirname, '../../otel-collector/builder.yaml');

/** @returns {string} the folder that the servers are installed in; `TICKSCOPE_STACK_DIR` names another */
function stackFolder() {
  return path.resolve(process.env.TICKSCOPE_STACK_DIR || path.join(homedir(), '.cache/tickscope-stack'));
}

/** @returns {string} the folder of one server, there or not */
function serverFolder(name) {
  const { version } = versions[name];
  if (name !== 'collector') return path.join(stackFolder(), `${name}-${version}`);
  // A collector with other components is another collector.
  const components = createHash('sha256').update(readFileSync(BUILDER_CONFIG)).digest('hex').slice(0, 8);
  return path.join(stackFolder(), `${name}-${version}-${components}`);
}

/** @returns {string[]} the programs of one server, there or not */
function programsOf(name) {
  return versions[name].files.map((file) => path.join(serverFolder(name), file));
}

function isInstalled(name) {
  return programsOf(name).every((file) => existsSync(file));
}

/**
 * @returns {Record<string, string>} the file of each program by its name, `otelcol`, `jaeger`, `prometheus`, `promtool`
 * @throws {Error} where a server is not installed
 */
function installedBinaries() {
  const names = Object.keys(versions);
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length > 0) {
    const titles = missing.map((name) => `${versions[name].title} ${versions[name].version}`);
    throw new Error(`not installed in ${stackFolder()}: ${titles.join(', ')}; run npm run stack:install`);
  }
  return Object.fromEntries(names.flatMap(programsOf).map((file) => [path.basename(file), file]));
}

module.exports = { BUILDER_CONFIG, installedBinaries, isInstalled, serverFolder, stackFolder };
