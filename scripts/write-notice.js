// Writes NOTICE: the packages whose code is in the bundled preload and in the HTML report's script, with their licences.
//
//   npx node scripts/write-notice.js            writes NOTICE
//   npx node scripts/write-notice.js --check    exits with 1 where NOTICE is not what the bundle gives
//
// The bundler says which files it has put into it.

const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { bundledPageModules } = require('./build-page.js');
const { bundledModules } = require('./build-preload.js');

const root = path.join(__dirname, '..');
const noticeFile = path.join(root, 'NOTICE');

const MODULE = /^(?<folder>node_modules\/(?:.*\/node_modules\/)?(?:@[^/\s]+\/)?[^/\s]+)\/\S+$/;

const HEAD = `Tickscope
Copyright The Tickscope Authors

Licensed under the Apache License, Version 2.0; its text is in the file LICENSE.

The files in dist/preload and dist/cli/page contain code of the packages below.
`;

/** @returns {Promise<string[]>} folders of the bundled packages, from the project's own */
async function bundledFolders() {
  const files = [...(await bundledModules()), ...(await bundledPageModules())];
  const folders = files.map((file) => MODULE.exec(file)?.groups.folder);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
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

async function notice() {
  const packages = (await bundledFolders()).map((folder) => describe(path.join(root, folder)));
  // One package can lie in several folders of node_modules.
  const unique = [...new Map(packages.map((found) => [found.title, found])).values()];
  const sorted = unique.toSorted((left, right) => (left.title < right.title ? -1 : 1));
  const list = sorted.map(({ title }) => `  ${title}`).join('\n');
  const texts = sorted.flatMap(({ title, parts }) => parts.map((part) => `\n${'-'.repeat(80)}\n${title}\n\n${part}\n`));
  return `${HEAD}\n${list}\n${texts.join('')}`;
}

async function main() {
  const text = await notice();
  const isCheck = process.argv.includes('--check');
  if (!isCheck) writeFileSync(noticeFile, text);
  else if (!existsSync(noticeFile) || readFileSync(noticeFile, 'utf8') !== text) {
    console.error('NOTICE is not what the preload contains. Write it anew: npx node scripts/write-notice.js');
    process.exitCode = 1;
  }
}

void main();
