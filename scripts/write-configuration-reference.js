// Writes the table of docs/reference/configuration.md from src/config/config-schema.ts, which files are checked by.
//
//   npx node scripts/write-configuration-reference.js            writes the table between the two marker comments
//   npx node scripts/write-configuration-reference.js --check    exits with 1 where the table is not what the source says

const { readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');
const referenceFile = path.join(root, 'docs/reference/configuration.md');
const schemaFile = path.join(root, 'src/config/config-schema.ts');

const BEGIN = '<!-- keys: written by scripts/write-configuration-reference.js from src/config/config-schema.ts -->';
const END = '<!-- end of the keys -->';

/** Compiled here: no build is needed before. */
function configEntries() {
  const { outputFiles } = esbuild.buildSync({ entryPoints: [schemaFile], bundle: true, format: 'cjs', write: false });
  const compiled = new Module(schemaFile);
  compiled._compile(outputFiles[0].text, schemaFile);
  return compiled.exports.CONFIG_ENTRIES;
}

function row([key, { description, example, variable }]) {
  const shown = JSON.stringify(example, undefined, 1).replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(/ \]$/, ']');
  return `| \`${key}\` | ${description} | \`${shown}\` | ${variable === undefined ? '' : `\`${variable}\``} |`;
}

function table() {
  const rows = Object.entries(configEntries()).map(row);
  return `| key | what it says | example | variable that wins |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

const written = readFileSync(referenceFile, 'utf8');
const [before, rest] = written.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`docs/reference/configuration.md has lost its markers: ${BEGIN} and ${END}`);
const text = `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
if (!process.argv.includes('--check')) writeFileSync(referenceFile, text);
else if (text !== written) {
  console.error(
    'docs/reference/configuration.md is not what src/config/config-schema.ts says. Write it anew: npx node scripts/write-configuration-reference.js',
  );
  process.exitCode = 1;
}
