// Maps the files of `dist` to `src`, without a change to `dist`: a comment or a map in it would be published, and
// Node.js would put the preload's maps of 4 MB into the coverage of every child process.

const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { bundlePreload } = require('../build-preload.js');

const root = path.join(__dirname, '../..');

/** Builds what `npm run build` builds once more, with maps beside the files. */
async function buildWithMaps(folder) {
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--project', 'tsconfig.build.json', '--sourceMap', '--inlineSources', '--outDir', folder];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  await bundlePreload(folder, undefined, { sourcemap: 'external' });
}

const withoutComment = (code) => code.replace(/^\/\/# sourceMappingURL=.*$/m, '');

/**
 * @param {string} folder where the build with maps is written
 * @returns {Promise<Map<string, { source: string, sourceMap: object }>>} by the URLs of the files of `dist`
 */
async function sourceMapsOfDist(folder) {
  await buildWithMaps(folder);
  const dist = path.join(root, 'dist');
  const files = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.js'));
  return new Map(
    files.map((name) => {
      const source = readFileSync(path.join(dist, name), 'utf8');
      const mapped = path.join(folder, name);
      if (withoutComment(readFileSync(mapped, 'utf8')) !== source) {
        throw new Error(`dist/${name} is not what src gives. Build it first: npm run build`);
      }
      const map = JSON.parse(readFileSync(`${mapped}.map`, 'utf8'));
      const sources = map.sources.map((relative) => pathToFileURL(path.resolve(path.dirname(mapped), relative)).href);
      return [pathToFileURL(path.join(dist, name)).href, { source, sourceMap: { ...map, sources } }];
    }),
  );
}

module.exports = { sourceMapsOfDist };
