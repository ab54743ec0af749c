// Writes docs/reference/environment.md from src/export/environment-table.ts, where every variable is described.
//
//   npx node scripts/write-environment-reference.js            writes docs/reference/environment.md
//   npx node scripts/write-environment-reference.js --check    exits with 1 where docs/reference/environment.md is not what the table says

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');
const referenceFile = path.join(root, 'docs/reference/environment.md');
const tableFile = path.join(root, 'src/export/environment-table.ts');

const HEAD = `# Environment

<!-- Written by scripts/write-environment-reference.js from src/export/environment-table.ts: change that. -->

Every variable of OpenTelemetry's environment, and of Tickscope, as the preload reads them when the process starts. An
empty one counts as not set. One that makes no sense is said on stderr, once, with its value and what happens instead; the
program runs. Each has a test (\`test/environment\`).

Nothing is sent and no port is opened unless an endpoint or an exporter is set.

| treatment | means |
| --- | --- |
| honoured | as OpenTelemetry defines it |
| changed | the description says what differs, and why |
| refused | it has no effect; one line on stderr says so |

The span processor of the public API reads none of them: it belongs to a program that sets up OpenTelemetry itself.
`;

/** The table has no imports and is compiled here: what is shipped in dist need not hold it as a file of its own. */
function environmentTable() {
  const { outputFiles } = esbuild.buildSync({ entryPoints: [tableFile], bundle: true, format: 'cjs', write: false });
  const compiled = new Module(tableFile);
  compiled._compile(outputFiles[0].text, tableFile);
  return compiled.exports.ENVIRONMENT;
}

function row({ names, treatment, otherwise, description }) {
  const name = names.map((each) => `\`${each}\``).join('<br>');
  const value = otherwise === '' ? '' : `\`${otherwise}\``;
  return `| ${name} | ${value} | ${treatment} | ${description[0].toUpperCase()}${description.slice(1)} |`;
}

function reference() {
  const sections = environmentTable().map(
    ({ title, rows }) =>
      `\n## ${title}\n\n| variable | without it | treatment | what it does |\n| --- | --- | --- | --- |\n${rows.map(row).join('\n')}\n`,
  );
  return `${HEAD}${sections.join('')}`;
}

const text = reference();
const isCheck = process.argv.includes('--check');
if (!isCheck) writeFileSync(referenceFile, text);
else if (!existsSync(referenceFile) || readFileSync(referenceFile, 'utf8') !== text) {
  console.error(
    'docs/reference/environment.md is not what src/export/environment-table.ts says. Write it anew: npx node scripts/write-environment-reference.js',
  );
  process.exitCode = 1;
}
