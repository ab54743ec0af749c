// Writes src/model/version.ts from package.json: the preload is one bundled file, so no module can find package.json by a path.
//
//   npx node scripts/write-version.js            writes src/model/version.ts
//   npx node scripts/write-version.js --check    exits with 1 where src/model/version.ts has another version

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { version } = require('../package.json');

const file = path.join(__dirname, '../src/model/version.ts');
const text = `// Written by scripts/write-version.js from package.json: change that.

export const TICKSCOPE_VERSION = '${version}';
`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error(
    'src/model/version.ts is not the version of package.json. Write it anew: npx node scripts/write-version.js',
  );
  process.exitCode = 1;
}
