// What Tickscope costs a program, beside the stock SDK, and beside dd-trace where it is (find-dd-trace.js).
//
//   npm run bench                     writes docs/explanation/performance.md; about fifteen minutes on two cores
//   npm run bench -- --only start     only one section: cost, start, hold or segments
//   npm run bench -- --quick          prints the same tables from a few short rounds, and writes nothing

const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { measureCost, measureHold, measureStart } = require('./measure.js');
const { measureSegments } = require('./segments.js');
const { sectionText, writePerformance } = require('./performance-document.js');
const { startCollector, variants } = require('./variants.js');

const MEASURES = { cost: measureCost, start: measureStart, hold: measureHold, segments: measureSegments };

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});

async function main() {
  if (values.only !== undefined && !(values.only in MEASURES)) {
    throw new Error(`--only ${values.only}: give one of ${Object.keys(MEASURES).join(', ')}.`);
  }
  const collector = await startCollector();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-bench-'));
  try {
    const compared = variants(`http://127.0.0.1:${collector.address().port}`);
    for (const [name, measure] of Object.entries(MEASURES)) {
      if (values.only !== undefined && values.only !== name) continue;
      const machine = { node: process.versions.node, cores: os.cpus().length };
      const result = { ...machine, ...(await measure(compared, folder, values.quick)) };
      console.log(sectionText(name, result));
      if (!values.quick) writePerformance(name, result);
    }
  } finally {
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
