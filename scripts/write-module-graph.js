// Writes what dependency-cruiser and its rules say of the folders: the module graphs of src/README.md, of src/ and of the inside of
// capture/, and the table of layers in docs/explanation/architecture.md.
//
//   npx node scripts/write-module-graph.js            writes each between its two marker comments
//   npx node scripts/write-module-graph.js --check    exits with 1 where one is not what the imports and the rules give

const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { CAPTURE_MAY_IMPORT, MAY_IMPORT, MAY_USE } = require('../.dependency-cruiser.cjs').tables;

const root = path.join(__dirname, '..');
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** @returns {string} Mermaid's own text, which GitHub draws: the folders directly below `folder` and the imports between them */
function moduleGraph(folder) {
  const limits = ['--collapse', `^${folder}/[^/]+`, '--include-only', `^${folder}`];
  const options = { cwd: root, encoding: 'utf8' };
  const graph = [cruiser, folder, '--config', '.dependency-cruiser.cjs', ...limits, '--output-type', 'mermaid'];
  return `\`\`\`mermaid\n${execFileSync(process.execPath, graph, options).trim()}\n\`\`\``;
}

function names(list) {
  return list.length === 0 ? 'nothing' : list.map((name) => `\`${name}\``).join(', ');
}

function layerTable() {
  const rows = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
    const { node, packages } = MAY_USE[folder];
    const outside = [...(node ? ['Node.js'] : []), ...packages.map((name) => `\`${name}\``)];
    return `| \`${folder}\` | ${names(allowed)} | ${outside.join(', ') || 'nothing'} |`;
  });
  const inside = Object.entries(CAPTURE_MAY_IMPORT).map(
    ([folder, allowed]) => `| \`capture/${folder}\` | ${names(allowed)} |`,
  );
  return [
    '| folder | may import of `src/` | may use from outside |\n| --- | --- | --- |',
    ...rows,
    '',
    'Inside `capture`:',
    '',
    '| folder | may import of `src/capture/` |\n| --- | --- |',
    ...inside,
  ].join('\n');
}

const PARTS = [
  { file: 'src/README.md', name: 'module graph', text: () => moduleGraph('src') },
  { file: 'src/README.md', name: 'graph of capture', text: () => moduleGraph('src/capture') },
  { file: 'docs/explanation/architecture.md', name: 'layers', text: layerTable },
];

for (const { file, name, text } of PARTS) {
  const begin = `<!-- ${name}: written by scripts/write-module-graph.js -->`;
  const end = `<!-- end of the ${name} -->`;
  const written = readFileSync(path.join(root, file), 'utf8');
  const [before, rest] = written.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} has lost its markers. Put in two lines: ${begin} and ${end}`);
  const today = `${before}${begin}\n\n${text()}\n\n${end}${after}`;
  if (!process.argv.includes('--check')) writeFileSync(path.join(root, file), today);
  else if (today !== written) {
    console.error(`The ${name} of ${file} is stale. Write it anew: npx node scripts/write-module-graph.js`);
    process.exitCode = 1;
  }
}
