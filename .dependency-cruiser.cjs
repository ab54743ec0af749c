// The rooms of src/ and their doors, as one table; every rule of the check is made from it. src/README.md has the graph.

/** Folder in src -> the folders in src that it may import beside itself. `guard.ts`, `measured-work.ts`, `primordials.ts`, `process-events.ts`, `redact.ts`, `stderr.ts` and `this-thread.ts` are open to all but model. */
const MAY_IMPORT = {
  model: [],
  config: ['model'],
  report: ['model'],
  aggregate: ['model'],
  analysis: ['model', 'aggregate'],
  'record-file': ['model', 'config', 'aggregate'],
  ingest: ['model', 'config', 'aggregate'],
  capture: ['model', 'config'],
  export: ['model', 'config', 'aggregate'],
  control: ['model', 'config', 'aggregate', 'analysis'],
  live: ['model', 'config', 'aggregate', 'record-file', 'capture', 'export', 'control'],
  'span-processor': ['model', 'capture', 'aggregate', 'analysis', 'export'],
  cli: ['model', 'config', 'record-file', 'ingest', 'analysis', 'export', 'report'],
};

/** Folder in src/capture -> the folders in src/capture that it may import beside itself. */
const CAPTURE_MAY_IMPORT = {
  rules: [],
  recorder: [],
  sql: [],
  rewrite: ['rules'],
  wrap: ['rules', 'recorder'],
  patch: ['rules', 'wrap'],
  body: ['rules', 'recorder', 'wrap'],
  load: ['rules', 'rewrite', 'wrap', 'patch', 'body'],
  runtime: ['recorder'],
  profiling: ['recorder', 'load', 'rewrite'],
  otel: ['recorder', 'wrap', 'rules'],
  keep: ['recorder', 'otel'],
  instrumentations: ['rules', 'recorder', 'sql', 'rewrite', 'wrap', 'patch', 'load', 'body', 'runtime', 'otel', 'keep'],
  doctor: ['rules', 'recorder', 'wrap', 'load', 'otel', 'instrumentations'],
};

/** Folder -> whether it may use Node's own modules, and which packages; nothing else from outside. */
const MAY_USE = {
  model: { node: false, packages: [] },
  aggregate: { node: false, packages: [] },
  analysis: { node: false, packages: [] },
  report: { node: false, packages: ['pprof-format', 'string-width', 'uplot'] },
  config: { node: true, packages: ['fastest-levenshtein', 'valibot'] },
  'record-file': { node: true, packages: [] },
  ingest: { node: true, packages: ['picomatch'] },
  capture: { node: true, packages: ['@jridgewell/sourcemap-codec', '@opentelemetry/api', '@opentelemetry/instrumentation-pg', 'acorn', 'picomatch'] },
  export: { node: true, packages: ['@opentelemetry'] },
  control: { node: true, packages: [] },
  live: { node: true, packages: [] },
  'span-processor': { node: false, packages: [] },
  cli: { node: true, packages: ['commander', 'pg'] },
};

const WHY = {
  model: 'The model is plain data: it imports nothing, so that every stage can share it.',
  config: 'Configuration knows the model and the environment, not who uses it.',
  aggregate: 'Aggregation runs in the host on every tick: plain sums, no clock, no files, no settings.',
  analysis: 'Analysis is pure: plain data in, plain data out, no clock, no files, no settings.',
  capture: 'Capture runs inside the program: it must not drag analysis, reports or exporters into the hot path.',
  'record-file': 'The record file turns segments into bytes and back, and knows nothing of live processes.',
  ingest: 'Ingest turns traces that others stored into the model, and knows nothing of live processes nor of reports.',
  export: 'Export takes the model outside; what it means is not its business.',
  report: 'A report is rendered from the Report alone.',
  control: 'Control acts on the live process by what was measured: it neither captures nor reports.',
  live: 'The composition root joins the stages of a running process; reports are made by the command.',
  'span-processor': 'The span processor works in anybody’s SDK, without the preload.',
  cli: 'The command line reads records; it never runs inside the program.',
};

const folderOf = (names) => `(${names.join('|')})/`;

const layerRules = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) => [
  {
    name: `${folder}-layer`,
    comment: WHY[folder],
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: {
      path: '^src/',
      pathNot: [`^src/${folderOf([folder, ...allowed])}`, ...(folder === 'model' ? [] : ['^src/(guard|measured-work|primordials|process-events|redact|stderr|this-thread)\\.ts$'])],
    },
  },
  {
    name: `${folder}-uses`,
    comment: `${WHY[folder]} Its packages are named in one place.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: {
      pathNot: ['^src/', ...MAY_USE[folder].packages.map((name) => `^node_modules/${name}/`)],
      dependencyTypesNot: ['type-only', ...(MAY_USE[folder].node ? ['core'] : [])],
    },
  },
]);

const captureRules = Object.entries(CAPTURE_MAY_IMPORT).map(([folder, allowed]) => ({
  name: `capture-${folder}`,
  comment: `Inside capture, ${folder} stands on ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: { path: `^src/capture/${folder}/` },
  to: { path: '^src/capture/', pathNot: `^src/capture/${folderOf([folder, ...allowed])}` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...captureRules,
    {
      name: 'control-by-one-door',
      comment: 'What acts on the live process is started in one place, so that a program without it loads none of it.',
      severity: 'error',
      from: { path: '^src/live/', pathNot: '^src/live/start-alerting\\.ts$' },
      to: { path: '^src/control/' },
    },
    {
      name: 'every-file-has-a-room',
      comment: 'A file without a room has no rule.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${folderOf(Object.keys(MAY_IMPORT))}|(index|register|chunk-loader|code-cache|guard|measured-work|primordials|process-events|redact|stderr|this-thread)\\.ts$)` },
      to: {},
    },
    {
      name: 'every-file-of-capture-has-a-room',
      comment: 'A file without a room has no rule.',
      severity: 'error',
      from: { path: '^src/capture/', pathNot: `^src/capture/${folderOf(Object.keys(CAPTURE_MAY_IMPORT))}` },
      to: {},
    },
    {
      name: 'primordials-alone',
      comment: 'The captured natives are loaded first: they import nothing of ours.',
      severity: 'error',
      from: { path: '^src/primordials\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'this-thread-alone',
      comment: 'It is loaded before all else, on an older Node.js too.',
      severity: 'error',
      from: { path: '^src/this-thread\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'main-entry',
      comment: 'The public API reads records and makes reports: nothing of the live process, no OpenTelemetry.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/(capture|export|live|span-processor|cli)/' },
    },
    {
      name: 'instrumentations-are-islands',
      comment: 'An instrumentation can be read, changed and removed alone.',
      severity: 'error',
      from: { path: '^src/capture/instrumentations/([^/]+)/' },
      to: { path: '^src/capture/instrumentations/[^/]+/', pathNot: '^src/capture/instrumentations/$1/' },
    },
    {
      name: 'stderr-on-primordials',
      comment: 'Every room writes its errors there: it imports no room.',
      severity: 'error',
      from: { path: '^src/stderr\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(primordials|redact|this-thread)\\.ts$' },
    },
    {
      name: 'guard-on-stderr',
      comment: 'Every room gives its callbacks through it: it imports no room.',
      severity: 'error',
      from: { path: '^src/guard\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(primordials|stderr)\\.ts$' },
    },
    {
      name: 'process-events-on-guard',
      comment: 'Every room may observe the process: it imports no room.',
      severity: 'error',
      from: { path: '^src/process-events\\.ts$' },
      to: { path: '^src/', pathNot: '^src/guard\\.ts$' },
    },
    {
      name: 'register-to-start-only',
      comment: 'The preload calls start(); before that it only asks whether this Node and the heap of this thread will do.',
      severity: 'error',
      from: { path: '^src/register\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(chunk-loader|live/start|config/(node-versions|worker-heap))\\.ts$' },
    },
    {
      name: 'page-alone',
      comment: 'The script of the HTML report runs in a browser: it shares the model and the data that it draws, and nobody imports it.',
      severity: 'error',
      from: { path: '^src/report/html/page/' },
      to: { path: '^src/', pathNot: '^src/(model/|report/html/(page/|page-data\\.ts$))' },
    },
    {
      name: 'page-in-the-browser',
      comment: 'Whatever else imports a file of the page would run it without one.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/html/page/' },
      to: { path: '^src/report/html/page/' },
    },
    {
      name: 'no-cycle',
      comment: 'A cycle has no first file to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'A file that nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/((register|index)|(cli/main|span-processor/index|report/html/page/main))\\.ts$' },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment: 'What the shipped code imports has to be installed with it, or be the program’s own (a peer); of the page’s script it is in the bundle.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/html/page/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};

// For scripts/write-module-graph.js, which writes the documents' table of layers; not enumerable, because the configuration is
// checked for unknown keys.
Object.defineProperty(module.exports, 'tables', { value: { MAY_IMPORT, CAPTURE_MAY_IMPORT, MAY_USE } });
