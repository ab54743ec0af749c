// Bundles the preload: `dist/register.js`, which loads `dist/preload/core.js`, which loads the other parts when they are needed.
//
// Each part is a function that is given the core's modules. A module that the core has is not in another part a second time.

const { mkdirSync, writeFileSync } = require('node:fs');
const { builtinModules } = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');
const shims = path.join(__dirname, 'preload-shims');

/** The parts by their entries. A `require` of an entry, in other parts, loads the part; see src/chunk-loader.ts. */
const CHUNKS = {
  /** At the start. */
  core: 'src/live/start.ts',
  /** With the first file of the program that the rules' hints find. */
  parser: 'src/capture/load/parser.ts',
  /** With the first event that may only be handed on, or the first list of events. */
  relays: 'src/capture/instrumentations/tick/relays/relays.ts',
  /** With the first file of node-postgres. */
  pg: 'src/capture/instrumentations/database/pg-instrumentation.ts',
  /** With the program's first call to the outside. */
  external: 'src/capture/instrumentations/external/external-channels.ts',
  /** With the first events of a cache. */
  reuse: 'src/aggregate/reuse/follow-reuse.ts',
  /** At the start, where there is a configuration file. */
  settings: 'src/config/check-config.ts',
  /** With a name that is not known. */
  'nearest-name': 'src/config/nearest-name.ts',
  /** With the first name of a file in it. */
  patterns: 'node_modules/picomatch/index.js',
  /** With the first span that the program makes on the SDK that Tickscope provides. */
  spans: 'src/export/program-tracing.ts',
  /** At the start, where the processor is to be sampled. */
  profiling: 'src/live/start-profiling.ts',
  /** At the start, where the memory is to be sampled. */
  memory: 'src/live/watch-memory.ts',
  /** At the start, where somebody asked for alerts. */
  alerts: 'src/live/start-alerting.ts',
  /** At the start, where the doctor looks at the program. */
  doctor: 'src/capture/doctor/doctor.ts',
  /** At the start, where a variable of OpenTelemetry is set, and in the thread that sends. */
  sdk: 'src/live/start-sending.ts',
};

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

/** Loads a part where its entry is required. @param {string} load the loader, as code */
const loadingChunks = (load) => ({
  name: 'loading-chunks',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path: name, resolveDir, kind }) => {
      if (kind !== 'require-call') return undefined;
      const file = path.relative(root, path.resolve(resolveDir, name)).replace(/\.js$/, '.ts');
      const isEntry = (entry) => [file, path.join('node_modules', name, 'index.js')].includes(path.normalize(entry));
      const [chunk] = Object.entries(CHUNKS).find(([, entry]) => isEntry(entry)) ?? [];
      return chunk && { path: chunk, namespace: 'chunk' };
    });
    build.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path: chunk }) => ({
      contents: `module.exports = ${load}(${JSON.stringify(chunk)});`,
      loader: 'js',
      resolveDir: root,
    }));
  },
});

/** Constants alone, of which a part takes what it needs: as a whole they are 126 kB. */
const CONSTANTS = [
  'node_modules/@opentelemetry/semantic-conventions/',
  'src/model/semconv/',
  'src/model/targets.ts',
  'src/model/units.ts',
];

/** Gives a part the modules that the core has. @param {Set<string>} used gets their paths */
const sharing = (inCore, used) => ({
  name: 'sharing',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path: name, pluginData, ...given }) => {
      if (pluginData !== undefined || given.kind === 'entry-point') return undefined;
      const resolved = await build.resolve(name, { ...given, pluginData: 'found' });
      const file = resolved.namespace === 'file' ? path.relative(root, resolved.path) : '';
      if (!inCore.has(file) || CONSTANTS.some((folder) => file.startsWith(folder)))
        return { ...resolved, pluginData: undefined };
      used.add(file);
      // By its ending esbuild takes what it is given for CommonJS.
      return { path: `${file}.cjs`, namespace: 'shared' };
    });
    build.onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: file }) => ({
      contents: `module.exports = tickscopeCore[${JSON.stringify(file.replace(/\.cjs$/, ''))}];`,
      loader: 'js',
    }));
  },
});

const PARAMETERS = 'exports,require,module,__filename,__dirname,tickscopeLoad,tickscopeCore';

const BASE = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // Without `import()`: a script has it only with a warning that it is experimental.
  supported: { 'dynamic-import': false },
  // Not names: the SDK reads those of classes (`constructor.name`), and a stack trace should tell something.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};

const PLUGINS = [unreferencedHttp, lateLoading, loadingChunks('tickscopeLoad')];

/**
 * What an import of a module of Node's own becomes. esbuild's `__toESM` copies all its properties, a getter each: that was 470 kB of the
 * young objects of a start, and Node.js loads what is behind some properties when it is asked for them.
 */
const BUILT_IN = 'var __built=module=>Object.create(module,{default:{value:module}});';
const OF_NODE = new RegExp(`\\b__toESM(?=\\(require\\("(?:node:)?(?:${builtinModules.join('|')})"\\))`, 'g');

/**
 * Taken at the start too: a program's polyfill of Promise may lack what the exporters call. Not by a shim that is injected: esbuild writes
 * `Promise.resolve()` for a dynamic import, and that is the global one.
 */
const INTRINSICS = '{Promise,Map,Set,WeakMap,WeakSet}';

/** A part as a script whose value is a function. */
const asFunction = {
  banner: { js: `(function(${PARAMETERS}){const${INTRINSICS}=tickscopeCore.intrinsics;${BUILT_IN}` },
  footer: { js: '})' },
};

/**
 * Strict, as the source is, whose directives esbuild drops: a sloppy wrapper would hand on the global object where a program's strict function is
 * called without a `this`, and objects for numbers and texts. The other parts hold code of packages, and no wrappers.
 */
const asStrictFunction = {
  ...asFunction,
  banner: { js: `(function(${PARAMETERS}){"use strict";const${INTRINSICS}=globalThis;${BUILT_IN}` },
};

const sharedName = (file) => JSON.stringify(file);

/** The core with the modules that other parts use. */
function coreSource(entry, shared) {
  const imports = shared.map((file, at) => `import * as shared${at} from ${JSON.stringify(`./${file}`)};`);
  const properties = shared.map((file, at) => `${sharedName(file)}: shared${at}`);
  return [
    `export * from ${JSON.stringify(`./${entry}`)};`,
    `import * as globals from './scripts/preload-shims/globals.js';`,
    ...imports,
    `export const shared = { globals, intrinsics: ${INTRINSICS}, ${properties.join(', ')} };`,
  ].join('\n');
}

/**
 * @param {string} outdir gets `register.js` and `preload/`
 * @param {string} [coreEntry] exports `start`
 * @param {import('esbuild').BuildOptions} [options]
 * @returns {Promise<esbuild.BuildResult[]>} of every part
 */
async function bundleParts(outdir, coreEntry = CHUNKS.core, options = {}) {
  const fileOf = (chunk) => path.join(outdir, 'preload', `${chunk}.js`);
  const buildCore = (shared) =>
    esbuild.build({
      ...BASE,
      ...asStrictFunction,
      stdin: { contents: coreSource(coreEntry, shared), resolveDir: root, sourcefile: 'core.js' },
      outfile: fileOf('core'),
      inject: [path.join(shims, 'globals.js')],
      plugins: PLUGINS,
      ...options,
    });
  const { metafile } = await buildCore([]);
  const inCore = new Set(Object.keys(metafile.inputs));
  const used = new Set();
  const late = Object.entries(CHUNKS).filter(([chunk]) => chunk !== 'core');
  for (const [chunk, entry] of late) {
    if (inCore.has(entry)) throw new Error(`${entry} is the entry of ${chunk}.js, and the core has it too`);
  }
  const parts = await Promise.all(
    late.map(([chunk, entry]) =>
      esbuild.build({
        ...BASE,
        ...asFunction,
        entryPoints: [path.join(root, entry)],
        outfile: fileOf(chunk),
        inject: [path.join(shims, 'chunk-globals.js')],
        plugins: [...PLUGINS, sharing(inCore, used)],
        ...options,
      }),
    ),
  );
  const register = await esbuild.build({
    ...BASE,
    entryPoints: [path.join(root, 'src/register.ts')],
    outfile: path.join(outdir, 'register.js'),
    banner: { js: BUILT_IN },
    // One instance of the loader, whoever calls it.
    plugins: [loadingChunks(`require(${JSON.stringify(path.join(root, 'src/chunk-loader.ts'))}).loadChunk`)],
    ...options,
  });
  return [register, await buildCore([...used].toSorted((left, right) => (left < right ? -1 : 1))), ...parts];
}

/**
 * The OpenTelemetry API is in it, although programs have a copy of their own: copies find each other by symbols in
 * `globalThis`. As 46 files in node_modules it took 11 ms of CPU time at the start, and 7 MB.
 */
async function bundlePreload(outdir, coreEntry, options) {
  for (const { outputFiles } of await bundleParts(outdir, coreEntry, options)) {
    for (const { path: file, text } of outputFiles) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, file.endsWith('.js') ? escapeBeyondAscii(text.replaceAll(OF_NODE, '__built')) : text);
    }
  }
}

/** @returns {Promise<string[]>} the files of the preload, from the project's folder */
async function bundledModules() {
  const parts = await bundleParts('dist');
  return parts.flatMap(({ metafile }) => Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)));
}

/**
 * V8 keeps a text in two bytes for each character if one of them is beyond Latin-1: four in comments and a pattern doubled the 1.5 MB
 * that each thread holds of the preload. esbuild has escaped those in strings.
 */
function escapeBeyondAscii(text) {
  return text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

module.exports = { bundledModules, bundlePreload };
