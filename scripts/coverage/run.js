// Runs the tests of `npm test` and `npm run test:processes` with coverage of `src`, in jest and in every child process, and prints it by folder.
//
//   npm run coverage -- [options of jest]     exits with 1 where a test fails or a total is below the floor
//
// `coverage/index.html` has the lines. Processes that a signal kills leave no coverage: V8 writes it at the exit.

const { spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { reportCoverage } = require('./report.js');
const { buildCountedPreload, buildPreload, sourceMapsOfDist } = require('./source-maps.js');

/** Whole percents that the totals may not fall below; they stand where the totals stood when they were set. */
const FLOOR = { lines: 94, branches: 88, functions: 93 };

const root = path.join(__dirname, '../..');

function runTests(processes, jestArguments) {
  const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin/jest.js');
  const options = [
    ...['--selectProjects', 'unit', 'processes'],
    ...['--coverage', '--coverageProvider=v8', '--coverageReporters=none', '--collectCoverageFrom=src/**'],
    ...['--reporters=default', `--reporters=${path.join(__dirname, 'jest-reporter.js')}`],
    // Counting takes a quarter more of CPU time.
    '--testTimeout=30000',
  ];
  // Node.js passes the variable on to children whatever environment they are given.
  const env = { ...process.env, NODE_V8_COVERAGE: processes };
  const { status } = spawnSync(process.execPath, [jest, ...options, ...jestArguments], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status === 0;
}

function addTo(sums, summary) {
  for (const metric of Object.keys(FLOOR)) {
    sums[metric] ??= { total: 0, covered: 0 };
    sums[metric].total += summary[metric].total;
    sums[metric].covered += summary[metric].covered;
  }
}

const percentOf = ({ total, covered }) => (total === 0 ? 100 : (100 * covered) / total);

function printTable(folders, total) {
  const line = (name, cells) => console.log(`${name.padEnd(18)}${cells.map((cell) => cell.padStart(11)).join('')}`);
  // Rounded down: 100.0 is everything.
  const cellsOf = (sums) =>
    Object.keys(FLOOR).map((metric) => (Math.floor(10 * percentOf(sums[metric])) / 10).toFixed(1));
  line('% covered', Object.keys(FLOOR));
  for (const name of Object.keys(folders).sort()) line(name, cellsOf(folders[name]));
  line('total', cellsOf(total));
  line('floor', Object.values(FLOOR).map(String));
}

async function main() {
  const temporary = mkdtempSync(path.join(tmpdir(), 'tickscope-coverage-'));
  try {
    const processes = path.join(temporary, 'processes');
    mkdirSync(processes);
    await buildCountedPreload();
    const maps = await sourceMapsOfDist(path.join(temporary, 'dist'));
    const passed = runTests(processes, process.argv.slice(2));
    const files = await reportCoverage(processes, maps, { temporary, output: path.join(root, 'coverage') });
    const folders = {};
    const total = {};
    for (const [file, summary] of Object.entries(files)) {
      const [, folder, rest] = file.split('/');
      addTo((folders[rest === undefined ? 'src' : `src/${folder}`] ??= {}), summary);
      addTo(total, summary);
    }
    printTable(folders, total);
    const low = Object.keys(FLOOR).filter((metric) => percentOf(total[metric]) < FLOOR[metric]);
    if (low.length > 0) console.error(`Coverage is below the floor: ${low.join(', ')}.`);
    process.exitCode = passed && low.length === 0 ? 0 : 1;
  } finally {
    await buildPreload();
    rmSync(temporary, { recursive: true, force: true });
  }
}

void main();
