// How often Tickscope's statistics are right, on made-up runs of which the truth is known. No clock: the same on every machine.
//
//   npm run statistics              some minutes; writes the tables of docs/explanation/comparison-and-growth.md
//   npm run statistics -- --quick   a tenth of the trials, and writes nothing
//
// Ends with 1 where a share is outside the limits that the page promises.

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { comparisonTables } = require('./trials/comparison-tables.js');

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const trials = values.quick ? 400 : 4_000;

const documentFile = path.join(__dirname, '../docs/explanation/comparison-and-growth.md');
const markers = (name) => [`<!-- ${name}: written by npm run statistics -->`, `<!-- end of ${name} -->`];

const missed = [];
for (const [name, make] of Object.entries({ comparison: comparisonTables })) {
  const { text, outside } = make({ trials });
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
