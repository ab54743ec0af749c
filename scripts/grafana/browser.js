// Draws dashboards in a real browser: Chromium without a window, and a page that is served on the loopback interface.

const { existsSync, readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const path = require('node:path');
const { chromium } = require('playwright-core');

const PAGE = path.join(__dirname, 'page');
const UPLOT = path.join(path.dirname(require.resolve('uplot/package.json')), 'dist');
const WIDTH = 1_400;

/** What the page may load. */
const FILES = {
  '/': [path.join(PAGE, 'index.html'), 'text/html'],
  '/page.css': [path.join(PAGE, 'page.css'), 'text/css'],
  '/units.js': [path.join(PAGE, 'units.js'), 'text/javascript'],
  '/draw.js': [path.join(PAGE, 'draw.js'), 'text/javascript'],
  '/uPlot.iife.min.js': [path.join(UPLOT, 'uPlot.iife.min.js'), 'text/javascript'],
  '/uPlot.min.css': [path.join(UPLOT, 'uPlot.min.css'), 'text/css'],
};

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of the system: playwright-core brings none. `CHROMIUM` names another. */
function findBrowser() {
  return process.env.CHROMIUM || BROWSERS.find((file) => existsSync(file));
}

async function startBrowser() {
  const executablePath = findBrowser() ?? BROWSERS[0];
  try {
    // Containers seldom allow what its sandbox needs, and it loads nothing but our own page.
    return await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless=new'] });
  } catch (error) {
    throw new Error(`${executablePath} could not be started: npm run browser:install, or name one in CHROMIUM`, {
      cause: error,
    });
  }
}

/**
 * @param {{ title: string, panels: object[], view: { start: number, end: number, step: number } }} answers a dashboard's
 *   panels with what Prometheus answered
 * @returns {Promise<{ picture: Buffer, drawn: { title: string, isEmpty: boolean, text: string, exemplars: number }[] }>} the
 *   picture as PNG, and what is on each panel
 * @throws {Error} where a panel cannot be drawn
 */
async function drawDashboard(browser, answers) {
  const body = JSON.stringify(answers);
  const server = createServer(({ url }, response) => {
    if (url === '/answers.json') return response.setHeader('content-type', 'application/json').end(body);
    const [file, type] = FILES[url] ?? [];
    if (file === undefined) return response.writeHead(404).end();
    return response.setHeader('content-type', type).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('window.drawn !== undefined || window.failed !== undefined');
    const failed = await page.evaluate('window.failed');
    if (failed !== undefined) throw new Error(`${answers.title} could not be drawn: ${failed}`);
    return { picture: await page.screenshot({ fullPage: true }), drawn: await page.evaluate('window.drawn') };
  } finally {
    await page.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

module.exports = { drawDashboard, findBrowser, startBrowser };
