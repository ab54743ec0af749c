// Writes the coverage of the unit tests beside that of the child processes, in the same form: as V8 gives it.

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

module.exports = class {
  #written = 0;

  onTestResult(_test, { v8Coverage = [] }) {
    // V8 counts by process: files of the worker's test before, not yet collected, come again without their source.
    const loaded = v8Coverage.filter(({ codeTransformResult }) => codeTransformResult !== undefined);
    const result = loaded.map(({ result: { url, functions }, codeTransformResult: { code, sourceMapPath } }) => ({
      url: pathToFileURL(url).href,
      functions,
      source: code,
      sourceMap: JSON.parse(readFileSync(sourceMapPath, 'utf8')),
    }));
    const file = path.join(process.env.NODE_V8_COVERAGE, `unit-${this.#written++}.json`);
    writeFileSync(file, JSON.stringify({ result }));
  }
};
