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

/** @returns {Record<'collector' | 'jaeger' | 'prometheus', string>} the file of each server, there or not */
function binaries() {
  const folder = stackFolder();
  // A collector with other components is another collector.
  const components = createHash('sha256').update(readFileSync(BUILDER_CONFIG)).digest('hex').slice(0, 8);
  return {
    collector: path.join(folder, `collector-${versions.collector.version}-${components}`, 'otelcol'),
    jaeger: path.join(folder, `jaeger-${versions.jaeger.version}`, 'jaeger'),
    prometheus: path.join(folder, `prometheus-${versions.prometheus.version}`, 'prometheus'),
  };
}

/** @throws {Error} where a server is not installed */
function installedBinaries() {
  const files = binaries();
  const missing = Object.keys(files).filter((name) => !existsSync(files[name]));
  if (missing.length > 0) {
    const titles = missing.map((name) => `${versions[name].title} ${versions[name].version}`);
    throw new Error(`not installed in ${stackFolder()}: ${titles.join(', ')}; run npm run stack:install`);
  }
  return files;
}

module.exports = { BUILDER_CONFIG, binaries, installedBinaries, stackFolder };
