// How often Tickscope's statistics are right, on made-up runs of which the truth is known. No clock: the same on every machine.
//
//   npm run statistics              some minutes; writes the tables of docs/explanation/comparison-and-growth.md
//   npm run statistics -- --quick   a tenth of the trials, and writes nothing
//   npm run statistics -- --only comparison
//
// Ends with 1 where a share is outside the limits that the page promises.

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { comparisonTables } = require('./trials/comparison-tables.js');
const { growthTables } = require('./trials/growth-tables.js');
const { sizeTables } = require('./trials/size-tables.js');

const PARTS = { comparison: comparisonTables, growth: growthTables, sizes: sizeTables };

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const taken = values.only ?? Object.keys(PARTS);
const unknown = taken.find((name) => !(name in PARTS));
if (unknown !== undefined) throw new Error(`--only ${unknown} is none of ${Object.keys(PARTS).join(', ')}`);
const trials = values.quick ? 400 : 4_000;

const documentFile = path.join(__dirname, '../docs/explanation/comparison-and-growth.md');
const markers = (name) => [`<!-- ${name}: written by npm run statistics -->`, `<!-- end of ${name} -->`];

const missed = [];
for (const name of taken) {
  const { text, outside } = PARTS[name]({ trials });
  console.log(text);
  missed.push(...outside);
  if (values.quick) continue;
  const page = readFileSync(documentFile, 'utf8');
  const [begin, end] = markers(name);
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${documentFile} has lost its markers: ${begin} and ${end}`);
  writeFileSync(documentFile, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}
for (const each of missed) console.error(`outside its limits: ${each}`);
process.exitCode = missed.length > 0 ? 1 : 0;
