// Writes docs/explanation/performance.md from the last results of each benchmark, which stand beside it as JSON.

const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { costSection } = require('./sections/cost.js');
const { holdSection } = require('./sections/hold.js');
const { segmentsSection } = require('./sections/segments.js');
const { soakSection } = require('./sections/soak.js');
const { startSection } = require('./sections/start.js');

const resultsFile = path.join(__dirname, 'results/latest.json');
const documentFile = path.join(__dirname, '../docs/explanation/performance.md');

const HEAD = '# Performance\n\nWritten by `npm run bench` and `npm run soak`; do not edit.';

/** In the order of the document. */
const SECTIONS = {
  cost: costSection,
  start: startSection,
  hold: holdSection,
  segments: segmentsSection,
  soak: soakSection,
};

exports.sectionText = (name, result) => SECTIONS[name](result);

/** Writes the result of one section; those of the others stay as they were. */
exports.writePerformance = (name, result) => {
  const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const all = { ...before, [name]: result };
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 2)}\n`);
  const measured = Object.keys(SECTIONS).filter((section) => section in all);
  const texts = measured.map((section) => exports.sectionText(section, all[section]).trimEnd());
  writeFileSync(documentFile, `${[HEAD, ...texts].join('\n\n')}\n`);
};
