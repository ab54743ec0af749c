// Where dd-trace is, for who has it: it is compared with and never a dependency.
//
//   npm install dd-trace --prefix some-folder
//   TICKSCOPE_BENCH_DD_TRACE=some-folder npm run bench

const { createRequire } = require('node:module');
const path = require('node:path');

/** @returns {string | undefined} its main file, from the folder in TICKSCOPE_BENCH_DD_TRACE or from here */
exports.findDdTrace = () => {
  const folder = process.env.TICKSCOPE_BENCH_DD_TRACE ?? __dirname;
  try {
    return createRequire(path.join(folder, 'package.json')).resolve('dd-trace');
  } catch {
    return undefined;
  }
};
