// Unit tests run on the source through swc; all others start child processes on `dist`, which `npm test` builds first.
//
// `npx jest test/some/path` finds a test in whichever project it is.

const { availableParallelism } = require('node:os');

const shared = {
  testEnvironment: 'node',
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.tickscope'],
};

/** Suites that take longer than all the rest together, or need what not every machine has: a script each. */
const SUITES = {
  browser: ['test/browser/**'],
  environment: ['test/environment/**'],
  faithful: ['test/faithful/**'],
  database: ['test/database/**'],
  bot: ['test/bot/**'],
  culprits: ['test/culprits/{growing-lines,planted-culprits}'],
  pairs: ['test/culprits/planted-pairs'],
  lasting: ['test/lasting/**'],
  corpus: ['test/corpus/**'],
  native: ['test/native/**'],
  package: ['test/package/installs'],
  tutorial: ['test/tutorial/**'],
  statistics: ['test/statistics/**'],
  pictures: ['test/stack/pictures'],
  scale: ['test/scale/**'],
  stack: ['test/stack/{alerts,configurations,dashboards,kills,pipeline,reading-back,rules}'],
};

/** Child processes on `dist`. */
const PROCESSES = [
  'test/{doctor,external,hostile,indicators,otlp,processes,runtime}/**',
  'test/capture/*',
  'test/cli/{check,compare,heap,report,run}-command',
  'test/config/{configured-program,excluded-forms}',
  'test/package/entry-points',
  'test/ingest/agreement',
  'test/report/{comparison,report}-schema',
  'test/span-processor/sdk-programs',
  'test/stack/install',
];

// Not below `<rootDir>`: jest puts that in only at the start of a pattern, which is `!` where one is excluded.
const files = (globs) => globs.map((glob) => `**/${glob.replace(/\*\*$/, '**/*')}.test.ts`);
const project = (displayName, testMatch) => ({ ...shared, displayName, testMatch });

/** @type {import('jest').Config} */
module.exports = {
  // Jest's five seconds are not enough for two child processes where other work goes on. Not in a project, where Jest ignores it.
  testTimeout: 30_000,
  // Two on two cores, where Jest's own count is one: most tests wait for the child process that they started.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    // What no other project takes.
    project('unit', [
      '**/test/**/*.test.ts',
      ...files([...PROCESSES, ...Object.values(SUITES).flat()]).map((glob) => `!${glob}`),
    ]),
    project('processes', files(PROCESSES)),
    ...Object.entries(SUITES).map(([name, globs]) => project(name, files(globs))),
  ],
};
