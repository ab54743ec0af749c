// Millions of ticks, bare and under the preload: does the heap grow?
//
//   npm run soak              about ten minutes; writes docs/explanation/performance.md
//   npm run soak -- --quick   a hundredth of the ticks, and writes nothing
//
// The heap in use is read, space by space, after a forced major collection. Twice, because two things can grow:
//
// - Interpreted, V8 compiles nothing, so whatever grows is an object that somebody holds. This decides.
// - Compiled, as programs run, V8 goes on for minutes: functions that run once a second become hot one by one, and each
//   brings code, feedback and entries in lists of what code depends on. It is shown in quarters, so that one sees where
//   it ends.

const { mkdtempSync, readdirSync, rmSync, statSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { sectionText, writePerformance } = require('./performance-document.js');
const { slopeWithBounds } = require('./slope.js');
const { runOnce } = require('./variants.js');

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const shorter = values.quick ? 100 : 1;

const MODES = {
  // Feedback vectors from the first call on: otherwise they come with the eighth, which rare functions reach late.
  interpreted: {
    flags: ['--no-opt', '--no-maglev', '--no-sparkplug', '--no-lazy-feedback-allocation'],
    given: { ticks: 2_000_000 / shorter, ticksPerReading: 20_000 / shorter },
  },
  compiled: { flags: [], given: { ticks: 20_000_000 / shorter, ticksPerReading: 100_000 / shorter } },
};
const VARIANTS = { bare: [], tickscope: ['--require', path.join(__dirname, '../dist/register.js')] };

/** Parts of the heap: everything, objects alone, compiled code and what belongs to it. */
const PARTS = {
  heap: () => true,
  objects: (space) => space === 'old_space' || space.startsWith('large_object') || space.startsWith('new_'),
  code: (space) => space.includes('code') || space.includes('trusted'),
};

/** @returns {number[]} the readings of one part, summed over its spaces */
function readingsOf(spaces, isInPart) {
  const taken = Object.entries(spaces).filter(([space]) => isInPart(space));
  return taken[0][1].map((_, index) => taken.reduce((sum, [, readings]) => sum + readings[index], 0));
}

/** Each part of the heap over the run without its first fifth, and by quarters of the whole run. */
function summarise({ spaces, ...process }, ticksPerReading) {
  const kilobytesPerMillion = ({ slope, lower, upper }) => {
    const scaled = (bytes) => ((bytes / ticksPerReading) * 1e6) / 1e3;
    return { slope: scaled(slope), lower: scaled(lower), upper: scaled(upper) };
  };
  const parts = Object.entries(PARTS).map(([name, isInPart]) => {
    const readings = readingsOf(spaces, isInPart);
    const settled = readings.slice(readings.length / 5);
    const quarter = readings.length / 4;
    const quarters = [0, 1, 2, 3].map((at) => slopeWithBounds(readings.slice(at * quarter, (at + 1) * quarter)));
    const summary = {
      readings: settled.length,
      firstBytes: settled[0],
      lastBytes: settled.at(-1),
      whole: kilobytesPerMillion(slopeWithBounds(settled)),
      secondHalf: kilobytesPerMillion(slopeWithBounds(readings.slice(readings.length / 2))),
      quarters: quarters.map(kilobytesPerMillion),
    };
    return [name, summary];
  });
  return { parts: Object.fromEntries(parts), ...process };
}

/** @returns {number} bytes of all files, of the records of every run until now */
function bytesIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.tk[sl]$/.test(name));
  return files.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

async function main() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-soak-'));
  const soak = { node: process.versions.node };
  try {
    for (const [mode, { flags, given }] of Object.entries(MODES)) {
      soak[mode] = { ...given };
      for (const [name, preload] of Object.entries(VARIANTS)) {
        const variant = { arguments: [...flags, ...preload], environment: {} };
        const before = bytesIn(folder);
        const printed = await runOnce(variant, 'soak-program.js', given, folder);
        soak[mode][name] = { ...summarise(printed, given.ticksPerReading), recordBytes: bytesIn(folder) - before };
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(sectionText('soak', soak));
  const { whole, secondHalf } = soak.interpreted.tickscope.parts.heap;
  const lower = Math.max(whole.lower, secondHalf.lower);
  console.log(lower > 0 ? 'The heap grows.' : 'No growth is shown: the lower 95 % bound is not above zero.');
  if (values.quick) return;
  writePerformance('soak', soak);
  process.exitCode = lower > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`soak: ${error.message}`);
  process.exitCode = 1;
});
