// Writes the rules for Prometheus, the runbooks and the reference of alerts from scripts/alerts/, which takes limits and titles from the source.
//
//   npx node scripts/write-alerts.js            writes prometheus/rules/tickscope.yml, docs/runbooks/*.md and docs/reference/alerts.md; needs dist
//   npx node scripts/write-alerts.js --check    exits with 1 where one of them is not what the list gives

const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { ALERTS } = require('./alerts/list.js');
const { rulesAt } = require('./alerts/queries.js');
const { ruleFile, ruleName } = require('./alerts/rule-file.js');

const root = path.join(__dirname, '..');
const RUNBOOKS = 'docs/runbooks';
const WRITTEN = 'Written by scripts/write-alerts.js from scripts/alerts/: change that.';

const RULES_COMMENT = ` ${WRITTEN}\n promtool test rules prometheus/tests/*.yml tests them; docs/reference/alerts.md has them in words.`;
const { rules: RULES } = rulesAt(1);

function runbook({ id, title, means, look, helps, fires, decidesFrom, inProcess }) {
  const { expr, for: lasting } = RULES[id];
  return `# ${title}

<!-- ${WRITTEN} -->

Alert \`${id}\`, in Prometheus \`${ruleName(id)}\`.

## What it means

${means}

## Look at this first

\`\`\`sh
${look.join('\n')}
\`\`\`

## What usually helps

${helps.map((line) => `- ${line}`).join('\n')}

## When it fires

${inProcess ? `In the process: ${fires}. It decides from ${decidesFrom}, after the warm-up.\n\n` : ''}In Prometheus${lasting === undefined ? '' : `, for ${lasting}`}:

\`\`\`promql
${expr}
\`\`\`
`;
}

function runbookIndex() {
  const rows = ALERTS.map(({ id, title, severity }) => `| [\`${id}\`](${id}.md) | ${title} | ${severity} |`);
  return `# Runbooks

<!-- ${WRITTEN} -->

What to do when an alert fires. [Alerts](../guides/alerts.md) says how they are switched on, and where they go.

| alert | what it says | severity |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function reference() {
  const rows = ALERTS.map(
    ({ id, title, severity, needs, decidesFrom, fires }) =>
      `| [\`${id}\`](../runbooks/${id}.md)<br>\`${ruleName(id)}\` | ${title} | ${severity} | ${needs} | ${decidesFrom} | ${fires} |`,
  );
  return `# Alerts

<!-- ${WRITTEN} -->

The same alerts are decided in the process, within two seconds of their cause where their definition is no longer than that, and
in Prometheus, whose windows fit programs that export every 60 s as well as every 5 s. [The guide](../guides/alerts.md) says how to switch them
on. Where less is known than an alert decides from, it says nothing.

\`page\` is meant to wake somebody up; a \`ticket\` can wait until the morning.

| alert, and in Prometheus | what it says | severity | what has to be measured | decides from | fires in the process |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

The rules are in [\`prometheus/rules/tickscope.yml\`](../../prometheus/rules/tickscope.yml).
`;
}

const files = new Map([
  ['prometheus/rules/tickscope.yml', ruleFile(RULES_COMMENT)],
  ['docs/reference/alerts.md', reference()],
  [`${RUNBOOKS}/README.md`, runbookIndex()],
  ...ALERTS.map((alert) => [`${RUNBOOKS}/${alert.id}.md`, runbook(alert)]),
]);

/** Runbooks of alerts that there are no more. */
function leftOver() {
  const folder = path.join(root, RUNBOOKS);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => `${RUNBOOKS}/${name}`)
    .filter((file) => !files.has(file));
}

function isCurrent([file, text]) {
  const absolute = path.join(root, file);
  return existsSync(absolute) && readFileSync(absolute, 'utf8') === text;
}

if (process.argv.includes('--check')) {
  const wrong = [...[...files].filter((file) => !isCurrent(file)).map(([file]) => file), ...leftOver()];
  if (wrong.length > 0) {
    console.error(
      `not what scripts/alerts/ gives: ${wrong.join(', ')}. Write them anew: npx node scripts/write-alerts.js`,
    );
    process.exitCode = 1;
  }
} else {
  for (const file of leftOver()) rmSync(path.join(root, file));
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}
