// Builds `dist`: the library by tsc, one file a module, and the preload as one bundled file over it.

const { execFileSync } = require('node:child_process');
const { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');

/** What runs when it is first used: sdk-node imports every exporter there is, and few programs use more than one. */
const LATE = {
  /** In the bundle. */
  inside: [
    '@opentelemetry/exporter-logs-otlp-http',
    '@opentelemetry/exporter-logs-otlp-proto',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-metrics-otlp-proto',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/exporter-trace-otlp-proto',
    '@opentelemetry/propagator-b3',
    '@opentelemetry/sdk-logs',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace',
  ],
  /** Beside it, in node_modules: larger than all the rest together. */
  outside: [
    '@opentelemetry/configuration',
    '@opentelemetry/exporter-logs-otlp-grpc',
    '@opentelemetry/exporter-metrics-otlp-grpc',
    '@opentelemetry/exporter-prometheus',
    '@opentelemetry/exporter-trace-otlp-grpc',
    '@opentelemetry/exporter-zipkin',
    '@opentelemetry/otlp-grpc-exporter-base',
  ],
};

/** The module hooks of the instrumentation base are never switched on: Tickscope's own reach both kinds of modules. */
const NEVER = ['import-in-the-middle', 'require-in-the-middle'];

const shims = path.join(__dirname, 'preload-shims');

/** Gives the OTLP exporters an HTTP whose sockets do not keep the program alive; they load it by `import()`. */
const unreferencedHttp = {
  name: 'unreferenced-http',
  setup(build) {
    build.onResolve({ filter: /^https?$/ }, ({ path: name, importer }) =>
      importer.includes(path.join('@opentelemetry', 'otlp-exporter-base'))
        ? { path: name, namespace: 'http' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'http' }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(path.join(shims, 'http.js'))})(require('node:${name}'));`,
      loader: 'js',
      resolveDir: root,
    }));
  },
};

/** Gives a package a namespace that requires the real one when an export is read; SDK 3 reads its imports at use. */
const lateLoading = {
  name: 'late-loading',
  setup(build) {
    const names = [...LATE.inside, ...LATE.outside].map((name) => name.replaceAll('/', '\\/')).join('|');
    build.onResolve({ filter: new RegExp(`^(?:${names})$`) }, ({ path: name, namespace, pluginData }) => {
      if (pluginData === 'real') return undefined;
      if (namespace !== 'late') return { path: name, namespace: 'late' };
      if (LATE.outside.includes(name)) return { path: name, external: true };
      // As an import: a require would bring the CommonJS copies of all that it needs beside the others.
      return build.resolve(name, { kind: 'import-statement', resolveDir: root, pluginData: 'real' });
    });
    build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path: name }) => {
      const keys = Object.keys(require(name));
      const getters = keys.map((key) => `get ${key}() { return require(${JSON.stringify(name)}).${key}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, loader: 'js', resolveDir: root };
    });
    build.onResolve({ filter: new RegExp(`^(?:${NEVER.join('|')})$`) }, ({ path: name }) => ({
      path: name,
      namespace: 'never',
    }));
    build.onLoad({ filter: /.*/, namespace: 'never' }, () => ({
      contents: 'class Hook { unhook() {} } exports.Hook = Hook; exports.default = Hook;',
      loader: 'js',
    }));
  },
};

function compileLibrary() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}

/** For programs in any language that check a report, or that want to know what its fields mean. */
function writeReportSchema() {
  const { REPORT_JSON_SCHEMA } = require('../dist/report/schema/report-schema.js');
  const text = `${JSON.stringify(REPORT_JSON_SCHEMA, undefined, 2)}\n`;
  writeFileSync(path.join(root, 'dist/report-1.schema.json'), text);
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

/**
 * The OpenTelemetry API is in it, although programs have a copy of their own: copies find each other by symbols in
 * `globalThis`. As 46 files in node_modules it took 11 ms of CPU time at the start, and 7 MB.
 *
 * @param {string} entry
 * @param {string} outfile
 * @param {import('esbuild').BuildOptions} [options]
 */
async function bundlePreload(entry, outfile, options) {
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    inject: [path.join(shims, 'globals.js')],
    plugins: [unreferencedHttp, lateLoading],
    // Not minified: the SDK reads class names (`constructor.name`), and a stack trace should tell something.
    logLevel: 'warning',
    ...options,
  });
  escapeBeyondAscii(outfile);
}

/**
 * V8 keeps a text in two bytes for each character if one of them is beyond Latin-1: four in comments and a pattern doubled the 1.5 MB
 * that each thread holds of the preload. esbuild has escaped those in strings.
 */
function escapeBeyondAscii(file) {
  const text = readFileSync(file, 'utf8');
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, text.replaceAll(/[^\0-\x7f]/g, escape));
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

/** The preload is one file: what only it needs is not shipped a second time as modules. */
function removeUnreached() {
  const kept = new Set([
    ...reachable(['index', 'span-processor/index', 'cli/main', 'register'], '.js'),
    ...reachable(['index', 'span-processor/index', 'register'], '.d.ts'),
    path.join(root, 'dist/report-1.schema.json'),
    path.join(root, 'dist/config-1.schema.json'),
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
  writeReportSchema();
  writeConfigSchema();
  await bundlePreload(path.join(root, 'src/register.ts'), path.join(root, 'dist/register.js'));
  removeUnreached();
  chmodSync(path.join(root, 'dist/cli/main.js'), 0o755);
}

module.exports = { bundlePreload };

if (require.main === module) void buildAll();
