// Loads a module of src/ that is not shipped, for scripts that write documents from it.

const Module = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');

/** @param {string} file from the project's folder @returns its exports */
function fromSource(file) {
  const options = { bundle: true, write: false, platform: 'node', format: 'cjs', absWorkingDir: root };
  const { outputFiles } = esbuild.buildSync({ ...options, entryPoints: [file] });
  const module = new Module(path.join(root, file));
  module._compile(outputFiles[0].text, path.join(root, file));
  return module.exports;
}

module.exports = { fromSource };
