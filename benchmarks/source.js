// A module of the source, compiled when it is asked for: `dist` has only what the package's entries reach.

const { Module } = require('node:module');
const path = require('node:path');
const { buildSync } = require('esbuild');

/** @param {string} file below `src` @returns {object} its exports */
exports.source = (file) => {
  const entry = path.join(__dirname, '../src', file);
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module = new Module(entry);
  module._compile(outputFiles[0].text, entry);
  return module.exports;
};
