// Writes docs/explanation/performance.md from the last results of each benchmark, which stand beside it as JSON.

const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { aimsOf } = require('./aims.js');
const { accuracySection } = require('./sections/accuracy.js');
const { aimsSection } = require('./sections/aims.js');
const { holdSection } = require('./sections/hold.js');
const { memorySection } = require('./sections/memory.js');
const { profileSection } = require('./sections/profile.js');
const { programsSection } = require('./sections/programs.js');
const { samplingSection } = require('./sections/sampling.js');
const { segmentsSection } = require('./sections/segments.js');
const { soakSection } = require('./sections/soak.js');
const { startSection } = require('./sections/start.js');
const { ticksSection } = require('./sections/ticks.js');

const resultsFile = path.join(__dirname, 'results/latest.json');
const documentFile = path.join(__dirname, '../docs/explanation/performance.md');

const HEAD = '# Performance\n\nWritten by `npm run bench` and `npm run soak`; do not edit.';

/** In the order of the document. */
const SECTIONS = {
  ticks: ticksSection,
  profile: profileSection,
  programs: programsSection,
  start: startSection,
  hold: holdSection,
  sampling: samplingSection,
  memory: memorySection,
  accuracy: accuracySection,
  segments: segmentsSection,
  soak: soakSection,
};

exports.sectionText = (name, result) => SECTIONS[name](result);

exports.aimsText = (results) => {
  const aims = aimsOf(results);
  return aims.length > 0 ? aimsSection(aims) : undefined;
};

/** Writes the result of one section; those of the others stay as they were. */
exports.writePerformance = (name, result) => {
  const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const all = { ...before, [name]: result };
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 2)}\n`);
  const texts = Object.keys(SECTIONS).map((section) =>
    section in all
      ? exports.sectionText(section, all[section]).trimEnd()
      : `## Not measured yet: \`${section}\`\n\n\`npm run bench -- --only ${section}\` measures it.`,
  );
  const aims = exports.aimsText(all);
  writeFileSync(documentFile, `${[HEAD, ...(aims === undefined ? [] : [aims]), ...texts].join('\n\n')}\n`);
};
