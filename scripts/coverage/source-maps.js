// Maps the files of `dist` to `src`. Not by comments in `dist`: Node.js would put the preload's maps of 4 MB into the coverage of every
// child process.

const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { bundlePreload } = require('../build-preload.js');

const root = path.join(__dirname, '../..');

/** Read as texts by the command: their modules run elsewhere. */
const BUNDLED = new Set([path.join('cli', 'page', 'page.js')]);

/** Minified, a statement is part of an expression, and its counts are nobody's. */
const AS_WRITTEN = { minifyWhitespace: false, minifySyntax: false };

/** Builds the preload of `dist` so that its statements are those of `src`. */
const buildCountedPreload = () => bundlePreload(path.join(root, 'dist'), undefined, AS_WRITTEN);

/** Builds the preload of `dist` as `npm run build` does. */
const buildPreload = () => bundlePreload(path.join(root, 'dist'));

/** Builds what is in `dist` once more, with maps beside the files. */
async function buildWithMaps(folder) {
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--project', 'tsconfig.build.json', '--sourceMap', '--inlineSources', '--outDir', folder];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  await bundlePreload(folder, undefined, { ...AS_WRITTEN, sourcemap: 'external' });
}

const withoutComment = (code) => code.replace(/^\/\/# sourceMappingURL=.*$/m, '');

/**
 * @param {string} folder where the build with maps is written
 * @returns {Promise<Map<string, { source: string, sourceMap: object }>>} by the URLs of the files of `dist`
 */
async function sourceMapsOfDist(folder) {
  await buildWithMaps(folder);
  const dist = path.join(root, 'dist');
  const files = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.js') && !BUNDLED.has(name));
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

module.exports = { buildCountedPreload, buildPreload, sourceMapsOfDist };
