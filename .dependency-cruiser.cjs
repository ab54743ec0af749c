// The layers, as one table; every rule of the check is made from it. `../docs/architecture.md` draws the picture.

/** Folder in src -> the folders in src that it may import beside itself. */
const MAY_IMPORT = {
  model: [],
  config: ['model'],
  analysis: ['model'],
  capture: ['model', 'config'],
  ingest: ['model', 'config'],
  export: ['model', 'config'],
  report: ['model'],
  cli: ['model', 'config', 'ingest', 'analysis', 'export', 'report'],
};

/** Folder -> whether it may use Node's own modules, and which packages; nothing else from outside. */
const MAY_USE = {
  model: { node: false, packages: [] },
  analysis: { node: false, packages: [] },
  config: { node: true, packages: ['fastest-levenshtein', 'valibot'] },
  ingest: { node: true, packages: [] },
  report: { node: false, packages: ['string-width'] },
  capture: { node: true, packages: ['@opentelemetry/api', '@opentelemetry/instrumentation-pg', 'acorn', 'picomatch'] },
  export: { node: true, packages: ['@opentelemetry'] },
  cli: { node: true, packages: ['commander'] },
};

const WHY = {
  model: 'The model is plain data: it imports nothing, so that every stage can share it.',
  config: 'Configuration knows the model and the environment, not who uses it.',
  analysis: 'Analysis is pure: plain data in, plain data out, no clock, no files, no settings.',
  capture: 'Capture runs inside the program: it must not drag analysis, reports or exporters into the hot path.',
  ingest: 'Ingest turns stored data into the model and knows nothing of live processes.',
  export: 'Export takes the model outside; what it means is not its business.',
  report: 'A report is rendered from the Report alone.',
  cli: 'The command line reads records; it never runs inside the program.',
};

const layerRules = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) => [
  {
    name: `${folder}-layer`,
    comment: WHY[folder],
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
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

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'instrumentations-are-islands',
      comment: 'An instrumentation can be read, changed and removed alone.',
      severity: 'error',
      from: { path: '^src/capture/instrumentations/([^/]+)/' },
      to: { path: '^src/capture/instrumentations/[^/]+/', pathNot: '^src/capture/instrumentations/$1/' },
    },
    {
      name: 'register-to-start-only',
      comment: 'The preload calls start(); before that it only asks whether this Node will do.',
      severity: 'error',
      from: { path: '^src/register\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(start|config/node-versions)\\.ts$' },
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
      from: { orphan: true, path: '^src/', pathNot: '^src/(register|index|cli/main)\\.ts$' },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment: 'What the shipped code imports has to be installed with it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
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
