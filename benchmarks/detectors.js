// How often detectors are right, and what is gained by repairs, on made-up programs: the tables of docs/explanation/findings.md.
//
//   npm run detectors               some minutes; writes the page
//   npm run detectors -- --quick    a fifth of the programs, and writes nothing
//
// Ends with 1 where a detector is worse than the page promises. No clock but that of how long the detectors take, which is only written down.

'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { buildSync } = require('esbuild');

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, '../test/harness/detectors/detector-tables.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  write: false,
  logLevel: 'silent',
});
const bundled = { exports: {} };
new Function('module', 'exports', 'require', outputFiles[0].text)(bundled, bundled.exports, require);

const { cacheTables, detectorTables, detectorTime } = bundled.exports;
const detectors = values.quick ? detectorTables(20, 2) : detectorTables(100, 10);
const caches = cacheTables(values.quick ? 2 : 10);
const outside = [...detectors.outside, ...caches.outside];
const { medianMillis, reportMillis, reports } = detectorTime();
const time =
  `Of ${reports} reports, most of 600 ticks, one took ${reportMillis.toFixed(1)} ms in the median from its record to its end, ` +
  `${medianMillis.toFixed(2)} ms of it in all detectors together, on the machine that wrote this page.`;
console.log([detectors.text, time, caches.text].join('\n\n'));
if (!values.quick) {
  const file = path.join(__dirname, '../docs/explanation/findings.md');
  const page = readFileSync(file, 'utf8');
  const withDetectors = written(page, 'detectors', `${detectors.text}\n\n${time}`);
  writeFileSync(file, written(withDetectors, 'caches', caches.text));
}
for (const each of outside) console.error(`worse than promised: ${each}`);
process.exitCode = outside.length > 0 ? 1 : 0;

/** @returns the page with the text between the two markers of that name */
function written(page, name, text) {
  const [begin, end] = [`<!-- ${name}: written by npm run detectors -->`, `<!-- end of ${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/explanation/findings.md has lost its markers: ${begin} and ${end}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
