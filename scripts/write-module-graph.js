// Writes the module graph of src/README.md: which folder imports which, as dependency-cruiser finds it.
//
//   npx node scripts/write-module-graph.js            writes the graph between the two marker comments
//   npx node scripts/write-module-graph.js --check    exits with 1 where the graph is not what the imports give

const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const readme = path.join(root, 'src/README.md');
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

const BEGIN = '<!-- module graph: written by scripts/write-module-graph.js -->';
const END = '<!-- end of the module graph -->';
const ARGUMENTS = ['src', '--config', '.dependency-cruiser.cjs', '--collapse', '^src/[^/]+', '--include-only', '^src'];

/** @returns {string} Mermaid's own text, which GitHub draws */
function moduleGraph() {
  const options = { cwd: root, encoding: 'utf8' };
  return execFileSync(process.execPath, [cruiser, ...ARGUMENTS, '--output-type', 'mermaid'], options).trim();
}

/** @param {string} text @returns {string} the same with the graph of today */
function withGraph(text) {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`src/README.md has lost its markers. Put in two lines: ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n\`\`\`mermaid\n${moduleGraph()}\n\`\`\`\n\n${END}${after}`;
}

const written = readFileSync(readme, 'utf8');
const text = withGraph(written);
if (!process.argv.includes('--check')) writeFileSync(readme, text);
else if (text !== written) {
  console.error('The module graph of src/README.md is stale. Write it anew: npx node scripts/write-module-graph.js');
  process.exitCode = 1;
}
