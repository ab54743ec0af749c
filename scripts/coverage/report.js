// Merges the coverage of many processes into one report of `src`.
//
// Three compilers translate `src`: swc for the unit tests, tsc for the library, esbuild for the preload. Each adds code
// of its own (swc a getter for each export, esbuild a function around each module), and the ends in their maps differ by
// a character. So statements, branches and functions are those of the source, and each compiler's counts are added to them.

const { readdirSync, readFileSync } = require('node:fs');
const { stripTypeScriptTypes } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { CoverageReport } = require('monocart-coverage-reports');

const root = path.join(__dirname, '../..');

/** The three maps of a file in istanbul's format, and where each item is. */
const KINDS = [
  { items: 'statementMap', counts: 's', rangeOf: (item) => item },
  { items: 'fnMap', counts: 'f', rangeOf: (item) => item.loc },
  { items: 'branchMap', counts: 'b', rangeOf: (item) => item.loc },
];

/** Runs in browsers: `npm run test:browser`. */
const PAGE_SCRIPT = path.join('src', 'report', 'html', 'page', path.sep);

async function generate(folder, batches, reports) {
  const report = new CoverageReport({
    logging: 'error',
    outputDir: folder,
    baseDir: root,
    reports,
    sourceFilter: (file) => file.startsWith('src/') && !file.startsWith(PAGE_SCRIPT),
  });
  for (const batch of batches) await report.add(batch);
  await report.generate();
}

async function istanbulData(folder, batches) {
  // The library writes no report of nothing: a chosen test may start no process.
  if (batches.length === 0) return {};
  await generate(folder, batches, [['json', { file: 'coverage.json' }]]);
  return JSON.parse(readFileSync(path.join(folder, 'coverage.json'), 'utf8'));
}

/** Every item of `src` with the count 0. Node.js puts spaces in the place of types, so that every position stays. */
async function itemsOfSource(folder) {
  const names = readdirSync(path.join(root, 'src'), { recursive: true })
    .map((name) => path.join('src', name))
    .filter((name) => name.endsWith('.ts') && !name.startsWith(PAGE_SCRIPT));
  const sources = names.map((name) => {
    const file = path.join(root, name);
    return { file, source: stripTypeScriptTypes(readFileSync(file, 'utf8')) };
  });
  const entries = sources.map(({ file, source }) => ({ url: pathToFileURL(file).href, source, empty: true }));
  const files = await istanbulData(folder, [entries]);
  for (const { file, source } of sources) dropImportsAndExports(files[path.relative(root, file)], source);
  return files;
}

/** They do nothing when the program runs, and the bundle has none. What is exported is a statement of its own. */
function dropImportsAndExports({ statementMap, s: counts }, source) {
  const lines = source.split('\n');
  for (const [id, { start }] of Object.entries(statementMap)) {
    if (!/^(?:import|export)\b/.test(lines[start.line - 1].slice(start.column))) continue;
    delete statementMap[id];
    delete counts[id];
  }
}

/** Of a process that a limit of the shell let write only a part, there is nothing. */
function resultOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { result: [] };
  }
}

/** Entries of V8 by the compiler of their code; those of other programs have no map. */
function readEntries(folder, maps) {
  const preload = ['register.js', 'preload/'].map((name) => pathToFileURL(path.join(root, 'dist', name)).href);
  const isPreload = (url) => preload.some((start) => url.startsWith(start));
  const batches = { swc: [], tsc: [], esbuild: [] };
  for (const name of readdirSync(folder)) {
    const { result } = resultOf(path.join(folder, name));
    // The unit tests bring source and map along.
    const unit = result.filter(({ source }) => source !== undefined);
    const mapped = result.filter(({ url, source }) => source === undefined && maps.has(url));
    const child = mapped.map((entry) => ({ ...entry, ...maps.get(entry.url) }));
    batches.swc.push(unit);
    batches.tsc.push(child.filter(({ url }) => !isPreload(url)));
    batches.esbuild.push(child.filter(({ url }) => isPreload(url)));
  }
  return Object.entries(batches).map(([compiler, lists]) => [compiler, lists.filter((list) => list.length > 0)]);
}

/** How far apart two ranges are, in characters: one end has to be the same, and the other on the same line. */
function distance(left, right) {
  const sameStart = left.start.line === right.start.line && left.start.column === right.start.column;
  const sameEnd = left.end.line === right.end.line && left.end.column === right.end.column;
  if (sameStart && left.end.line === right.end.line) return Math.abs(left.end.column - right.end.column);
  if (sameEnd && left.start.line === right.start.line) return Math.abs(left.start.column - right.start.column);
  return Infinity;
}

const sum = (left, right) =>
  Array.isArray(left) ? left.map((count, index) => count + (right[index] ?? 0)) : left + right;

/** Adds each count to the nearest item of the source, of those of its type. */
function addCounts(file, counted) {
  for (const { items, counts, rangeOf } of KINDS) {
    const targets = Object.entries(file[items]);
    for (const [id, item] of Object.entries(counted[items])) {
      const candidates = targets
        .filter(([, target]) => target.type === item.type)
        .map(([key, target]) => ({ key, apart: distance(rangeOf(target), rangeOf(item)) }));
      const nearest = candidates.reduce((best, next) => (next.apart < best.apart ? next : best), { apart: Infinity });
      if (nearest.apart < Infinity) file[counts][nearest.key] = sum(file[counts][nearest.key], counted[counts][id]);
    }
  }
}

/**
 * @param {string} folder one file of V8's coverage for each process
 * @param {Map<string, { source: string, sourceMap: object }>} maps of the files in `dist`
 * @param {{ temporary: string, output: string }} folders
 * @returns {Promise<Record<string, Record<string, { total: number, covered: number }>>>} by the path of the file
 */
async function reportCoverage(folder, maps, { temporary, output }) {
  const files = await itemsOfSource(path.join(temporary, 'source'));
  for (const [compiler, batches] of readEntries(folder, maps)) {
    const counted = await istanbulData(path.join(temporary, compiler), batches);
    for (const [name, file] of Object.entries(counted)) addCounts(files[name], file);
  }
  await generate(output, [files], ['json-summary', 'html']);
  const summary = JSON.parse(readFileSync(path.join(output, 'coverage-summary.json'), 'utf8'));
  delete summary.total;
  return summary;
}

module.exports = { reportCoverage };
