// Writes docs/reference/libraries.md from the instrumentations and the table of the libraries of indicators in src/, and the
// versions from the projects with which each is tested.
//
//   npx node scripts/write-libraries-reference.js            writes docs/reference/libraries.md
//   npx node scripts/write-libraries-reference.js --check    exits with 1 where docs/reference/libraries.md is not what the source says

const { existsSync, globSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');
const referenceFile = path.join(root, 'docs/reference/libraries.md');
const instrumentations = path.join(root, 'src/capture/instrumentations');

const HEAD = `# Libraries and clients

<!-- Written by scripts/write-libraries-reference.js from src/capture/instrumentations: change that. -->

Every package and module of Node.js that Tickscope knows. What is recognised in the program's own code, and what a call is in the report, is in
[instrumentation.md](instrumentation.md). "Tested with" is the version against which the tests count the calls, with the program's own counter beside
it; other versions with the same files are measured too.
`;

/** What the reader of a row has to know of one package. */
const NOTES = {
  tulind: 'native code, compiled when it is installed; its callback is called before it returns',
  talib:
    'native code; with a callback it computes in another thread. 2.0.5 does not compile on Linux as it is published: object files of macOS are in it (`find . -name "*.o" -delete` in its folder first)',
  'fast-technical-indicators': '`require` only: Node.js cannot read its entry for `import`',
  '@debut/indicators': 'classes replace their own methods',
  '@ixjb94/indicators': 'a call ends with its promise',
  'ta-math': 'instances call the static functions',
  'trading-signals': '`add`, `replace` and each value of `updates` are one `update`',
  technicalindicators: '`X.calculate` and the function are one',
};

/** What is measured through an instrumentation, by its id; else its id says it. */
const WHAT = {
  arrivals: 'trades that come in',
  'tick-event': 'listeners that handle market events',
  pg: 'statements, waiting for a connection, connecting',
  sqlite: 'statements',
  orders: 'methods that place, change and cancel orders',
  opentelemetry: "the program's own spans",
  blocking: 'calls that hold the event loop',
};

/** @returns {Record<string, unknown>} what a module of the source exports; it is compiled here, and what is not of this project is not loaded */
function loaded(file) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [file],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    write: false,
  });
  const compiled = new Module(file);
  compiled.require = Module.createRequire(file);
  compiled._compile(outputFiles[0].text, file);
  return compiled.exports;
}

/** Stands for all that a process gives to an instrumentation, which only keeps it. */
const host = new Proxy(function stand() {}, {
  get: (_target, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator ? undefined : host),
  apply: () => host,
  construct: () => host,
});

const inOrder = (left, right) => (left < right ? -1 : 1);

/** The versions in the projects of the tests, the repository's own among them. */
function testedVersions() {
  const files = [
    'package.json',
    ...globSync('test/fixtures/**/package.json', { cwd: root, exclude: (name) => name === 'node_modules' }),
  ];
  const versions = new Map();
  for (const file of files.toSorted(inOrder)) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
    for (const [name, written] of Object.entries({ ...dependencies, ...devDependencies })) {
      const version = written.replace(/^npm:.*@/, '');
      if (/^\d/.test(version)) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return (name) => [...(versions.get(name) ?? [])].toSorted(inOrder).join(', ');
}

const table = (head, rows) =>
  `\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
const code = (text) => `\`${text}\``;

function libraryRows({ LIBRARIES }, versionsOf) {
  const forms = Object.groupBy(LIBRARIES, ({ packageName }) => packageName);
  return Object.entries(forms).map(([packageName, rows]) => [
    code(packageName),
    versionsOf(packageName),
    [...new Set(rows.flatMap((row) => row.forms.map(({ says }) => says)))].join(', '),
    NOTES[packageName] ?? '',
  ]);
}

function otherRows({ INSTRUMENTATIONS }, versionsOf) {
  return INSTRUMENTATIONS.map((make) => make(host))
    .filter(({ id }) => id !== 'indicator')
    .flatMap(({ id, packages = [], builtins = [], channels = [] }) => {
      const what = WHAT[id] ?? id;
      const names = [...new Set(packages.map(({ packageName }) => packageName))];
      return [
        ...names.map((name) => [code(name), versionsOf(name), 'its exports', what]),
        ...builtins.map(({ name }) => [code(name), '', 'its functions', what]),
        ...channels.map(({ name }) => [code(name), '', 'a channel on which it publishes', what]),
      ];
    });
}

function reference() {
  const versionsOf = testedVersions();
  const indicators = loaded(path.join(instrumentations, 'indicator/libraries.ts'));
  const all = loaded(path.join(instrumentations, 'index.ts'));
  return [
    HEAD,
    '\n## Indicators\n\nOf each the outermost call counts: what it calls inside its package belongs to it. A call is `package.x` or `package.X.method` in the report, by the shortest name that the package has for it.\n',
    table(['package', 'tested with', 'the program writes', ''], libraryRows(indicators, versionsOf)),
    '\n### Known, and not measured\n\nThe report names them under "What could not be measured" where a program loads one. A function of one can be named in the [configuration](configuration.md), as `"indicators": ["package#name"]`.\n',
    table(
      ['package', 'why'],
      Object.entries(indicators.NOT_MEASURED).map(([name, why]) => [code(name), why]),
    ),
    '\n## Clients, drivers and modules of Node.js\n',
    table(['package or module', 'tested with', 'through', 'what is measured'], otherRows(all, versionsOf)),
  ].join('');
}

const text = reference();
const isCheck = process.argv.includes('--check');
if (!isCheck) writeFileSync(referenceFile, text);
else if (!existsSync(referenceFile) || readFileSync(referenceFile, 'utf8') !== text) {
  console.error(
    'docs/reference/libraries.md is not what src/capture/instrumentations says. Write it anew: npx node scripts/write-libraries-reference.js',
  );
  process.exitCode = 1;
}
