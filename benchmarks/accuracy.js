// How right what-if and the shares are, on a virtual clock: the whole statistics, as tables for docs/explanation/accuracy.md.
//
//   npm run accuracy [-- --systems 200 --ticks 8000 --trials 4000 --kinds sequential,parallel]
//
// Takes an hour. Quick forms are among the tests: test/analysis/what-if.test.ts, test/statistics/queueing.test.ts.

'use strict';

const path = require('node:path');
const { parseArgs } = require('node:util');
const { buildSync } = require('esbuild');

const { values } = parseArgs({
  options: {
    systems: { type: 'string', default: '200' },
    ticks: { type: 'string', default: '8000' },
    trials: { type: 'string', default: '4000' },
    kinds: { type: 'string', default: 'sequential,parallel,chains,nested,detached,race,queueing,queueing at once' },
  },
});

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, '../test/harness/accuracy-tables.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  write: false,
  logLevel: 'silent',
});
const bundled = { exports: {} };
new Function('module', 'exports', 'require', outputFiles[0].text)(bundled, bundled.exports, require);

const { kinds, ...sizes } = values;
const numbers = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [name, Number(value)]));
for (const line of bundled.exports.accuracyTables({ ...numbers, kinds: kinds.split(',') })) console.log(line);
