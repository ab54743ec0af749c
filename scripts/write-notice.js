// Writes NOTICE: the packages whose code is in the bundled preload, with their licences.
//
//   npx node scripts/write-notice.js            writes NOTICE from dist/register.js, which has to be built
//   npx node scripts/write-notice.js --check    exits with 1 where NOTICE is not what dist/register.js gives
//
// The bundle is not minified, and esbuild puts the path of every module above it: the file that ships says what is in it.

const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const noticeFile = path.join(root, 'NOTICE');
const bundleFile = path.join(root, 'dist/register.js');

const MODULE = /^\s*\/\/ (?<folder>node_modules\/(?:.*\/node_modules\/)?(?:@[^/\s]+\/)?[^/\s]+)\/\S+$/gm;

const HEAD = `Tickscope
Copyright The Tickscope Authors

Licensed under the Apache License, Version 2.0; its text is in the file LICENSE.

The file dist/register.js contains code of the packages below.
`;

/** @returns {string[]} folders of the bundled packages, from the project's own */
function bundledFolders() {
  if (!existsSync(bundleFile)) throw new Error('dist/register.js is missing. Build it first: npm run build');
  const modules = readFileSync(bundleFile, 'utf8').matchAll(MODULE);
  return [...new Set([...modules].map(({ groups }) => groups.folder))];
}

/** @returns {string | undefined} the text of the file in `folder` whose name begins with `name` */
function textIn(folder, name) {
  const file = readdirSync(folder).find((candidate) => candidate.toUpperCase().startsWith(name));
  return file && readFileSync(path.join(folder, file), 'utf8').trim();
}

/** Everything but Apache-2.0, whose text LICENSE has, asks for its own text and names. */
function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const licenseText = textIn(folder, 'LICEN');
  if (!license || !licenseText)
    throw new Error(`${name} ${version} has no licence. Find it before the bundle is shipped.`);
  const parts = [license === 'Apache-2.0' ? undefined : licenseText, textIn(folder, 'NOTICE')];
  return { title: `${name} ${version} (${license})`, parts: parts.filter((part) => part !== undefined) };
}

function notice() {
  const packages = bundledFolders().map((folder) => describe(path.join(root, folder)));
  // One package can lie in several folders of node_modules.
  const unique = [...new Map(packages.map((found) => [found.title, found])).values()];
  const sorted = unique.toSorted((left, right) => (left.title < right.title ? -1 : 1));
  const list = sorted.map(({ title }) => `  ${title}`).join('\n');
  const texts = sorted.flatMap(({ title, parts }) => parts.map((part) => `\n${'-'.repeat(80)}\n${title}\n\n${part}\n`));
  return `${HEAD}\n${list}\n${texts.join('')}`;
}

const text = notice();
const isCheck = process.argv.includes('--check');
if (!isCheck) writeFileSync(noticeFile, text);
else if (!existsSync(noticeFile) || readFileSync(noticeFile, 'utf8') !== text) {
  console.error('NOTICE is not what dist/register.js contains. Write it anew: npx node scripts/write-notice.js');
  process.exitCode = 1;
}
