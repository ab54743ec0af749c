// What Tickscope costs a program, beside the stock SDK, and beside dd-trace where it is (find-dd-trace.js).
//
//   npm run bench                     writes docs/explanation/performance.md; about forty minutes on two cores
//   npm run bench -- --only start     only one section: ticks, profile, programs, start, hold, sampling, memory, accuracy or segments
//   npm run bench -- --quick          prints the same tables from a few short rounds in under three minutes, and writes nothing

const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { measureAccuracy } = require('./measures/accuracy.js');
const { measureHold } = require('./measures/hold.js');
const { measureMemory } = require('./measures/memory.js');
const { measureProfile } = require('./measures/profile.js');
const { measurePrograms } = require('./measures/programs.js');
const { measureSampling } = require('./measures/sampling.js');
const { measureSegments } = require('./measures/segments.js');
const { measureStart } = require('./measures/start.js');
const { measureTicks } = require('./measures/ticks.js');
const { aimsText, sectionText, writePerformance } = require('./performance-document.js');
const { startCollector, variants } = require('./variants.js');

const MEASURES = {
  ticks: measureTicks,
  profile: measureProfile,
  programs: measurePrograms,
  start: measureStart,
  hold: measureHold,
  sampling: measureSampling,
  memory: measureMemory,
  accuracy: measureAccuracy,
  segments: measureSegments,
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});

/** On stderr: the tables alone are the output. */
function progressOf(section) {
  const begun = performance.now();
  return (what) => console.error(`bench: ${section}, ${what}: ${((performance.now() - begun) / 1e3).toFixed(0)} s`);
}

async function main() {
  if (values.only !== undefined && !(values.only in MEASURES)) {
    throw new Error(`--only ${values.only}: give one of ${Object.keys(MEASURES).join(', ')}.`);
  }
  const server = await startCollector();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-bench-'));
  const results = {};
  try {
    const collector = `http://127.0.0.1:${server.address().port}`;
    const given = { compared: variants(collector), collector, folder, isQuick: values.quick };
    for (const [name, measure] of Object.entries(MEASURES)) {
      if (values.only !== undefined && values.only !== name) continue;
      const progress = progressOf(name);
      const machine = { node: process.versions.node, cores: os.cpus().length };
      results[name] = { ...machine, ...(await measure({ ...given, progress })) };
      progress('all');
      console.log(`${sectionText(name, results[name])}\n`);
      if (!values.quick) writePerformance(name, results[name]);
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(aimsText(results) ?? '');
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
