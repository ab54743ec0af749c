// Builds `dist`: the library by tsc, one file a module, and over it the preload, bundled, and the script of the HTML report.

const { execFileSync } = require('node:child_process');
const { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { bundlePage } = require('./build-page.js');
const { bundlePreload } = require('./build-preload.js');

const root = path.join(__dirname, '..');

function compileLibrary() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}

/** For programs in any language that check a report or a comparison, or that want to know what its fields mean. */
function writeReportSchemas() {
  const { REPORT_JSON_SCHEMA } = require('../dist/report/schema/report-schema.js');
  const { COMPARISON_JSON_SCHEMA } = require('../dist/report/schema/comparison-schema.js');
  const write = (name, schema) =>
    writeFileSync(path.join(root, `dist/${name}-1.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
  write('report', REPORT_JSON_SCHEMA);
  write('comparison', COMPARISON_JSON_SCHEMA);
}

/** For editors: completes and checks a configuration file. */
function writeConfigSchema() {
  const { toJsonSchema } = require('@valibot/to-json-schema');
  const { CONFIG_ENTRIES } = require('../dist/config/config-schema.js');
  const options = {
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema: { type } }) => (type === 'function' ? { not: {} } : undefined),
  };
  const properties = Object.entries(CONFIG_ENTRIES).map(([key, { schema, description, example }]) => {
    const { $schema: _version, ...json } = toJsonSchema(schema, options);
    return [key, { description, ...json, examples: [example] }];
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:tickscope:config:1',
    title: 'Tickscope configuration',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
  writeFileSync(path.join(root, 'dist/config-1.schema.json'), `${JSON.stringify(schema, undefined, 2)}\n`);
}

const IMPORT = /(?:from |import |import\(|require\()['"](?<path>\.[^'"]+)\.js['"]/g;

/** @returns {Set<string>} files with that ending that are reached from `entries` by imports */
function reachable(entries, ending) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file) || !existsSync(file)) return;
    found.add(file);
    for (const { groups } of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      visit(path.join(path.dirname(file), `${groups.path}${ending}`));
    }
  };
  for (const entry of entries) visit(path.join(root, 'dist', `${entry}${ending}`));
  return found;
}

/** The preload is bundled: what only it needs is not shipped a second time as modules. */
function removeUnreached() {
  const kept = new Set([
    ...reachable(['index', 'span-processor/index', 'cli/main', 'register'], '.js'),
    ...reachable(['index', 'span-processor/index', 'register'], '.d.ts'),
    path.join(root, 'dist/report-1.schema.json'),
    path.join(root, 'dist/comparison-1.schema.json'),
    path.join(root, 'dist/config-1.schema.json'),
    ...['preload', 'cli/page'].flatMap((folder) =>
      readdirSync(path.join(root, 'dist', folder)).map((name) => path.join(root, 'dist', folder, name)),
    ),
  ]);
  // From the inside out: a folder comes after what is in it.
  const entries = readdirSync(path.join(root, 'dist'), { recursive: true, withFileTypes: true }).reverse();
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) rmSync(file);
    else if (entry.isDirectory() && readdirSync(file).length === 0) rmdirSync(file);
  }
}

async function buildAll() {
  compileLibrary();
  writeReportSchemas();
  writeConfigSchema();
  await bundlePreload(path.join(root, 'dist'));
  await bundlePage(path.join(root, 'dist/cli/page'));
  removeUnreached();
  chmodSync(path.join(root, 'dist/cli/main.js'), 0o755);
}

void buildAll();
