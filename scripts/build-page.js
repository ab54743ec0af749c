// Bundles what the HTML report has in it beside the report: its script, with uPlot, and its style.

const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.join(__dirname, '..');
const source = path.join(root, 'src/report/html/page');

const BASE = {
  absWorkingDir: root,
  bundle: true,
  // Browsers of the last three years.
  target: ['chrome109', 'firefox115', 'safari16.4'],
  format: 'iife',
  charset: 'utf8',
  legalComments: 'none',
  minify: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
};

/** @param {string} outdir gets `page.js` and `style.css` @returns {Promise<esbuild.BuildResult>} */
function bundleParts(outdir) {
  return esbuild.build({
    ...BASE,
    entryPoints: { page: path.join(source, 'main.ts'), style: path.join(source, 'page.css') },
    outdir,
  });
}

/** The command puts both into each page: nothing else reads them, and the preload does not have them. */
async function bundlePage(outdir) {
  const { outputFiles } = await bundleParts(outdir);
  mkdirSync(outdir, { recursive: true });
  for (const { path: file, text } of outputFiles) {
    // Between `<script>` or `<style>` and its end.
    if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${file} would end the element that it stands in`);
    writeFileSync(file, text);
  }
}

/** @returns {Promise<string[]>} the files that are in it, from the project's folder */
async function bundledPageModules() {
  const { metafile } = await bundleParts('dist');
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
}

module.exports = { bundledPageModules, bundlePage };
