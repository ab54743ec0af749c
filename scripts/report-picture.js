// Draws a picture of the HTML report for the documentation: `npm run report-picture`. Needs Chromium (npm run browser:install).
//
// Runs the bot with all its habits for a minute, with samples of the processor, and makes the page of that.

const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { startEmbeddedPostgres } = require('./embedded-postgres.js');
const { startBrowser } = require('./grafana/browser.js');
const { smallPicture } = require('./grafana/small-picture.js');

const root = path.join(__dirname, '..');
const folder = path.join(root, '.tickscope/report-picture');
const page = path.join(folder, 'report.html');
const picture = path.join(root, 'docs/images/report.png');
/** Few enough for a machine that has other work: above what it can take, the report says no more than that. */
const TICKS_A_SECOND = 10;
const TICKS = 60 * TICKS_A_SECOND;
const WIDTH = 1_200;
/** A page of the documentation is not to be slow because of it. */
const LARGEST_BYTES = 250_000;

async function runBot(databaseUrl) {
  const flags = ['--rate', TICKS_A_SECOND, '--ticks', TICKS, '--habits', 'all'].map(String);
  const bot = spawn(
    process.execPath,
    ['--require', path.join(root, 'dist/register.js'), path.join(root, 'examples/bot/bot.js'), ...flags],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        TICKSCOPE_RUN: folder,
        TICKSCOPE_SEGMENT_MILLIS: '1000',
        TICKSCOPE_PROFILE: 'true',
      },
    },
  );
  const [code] = await once(bot, 'exit');
  if (code !== 0) throw new Error(`the bot ended with code ${code}`);
}

function makePage() {
  const command = [path.join(root, 'dist/cli/main.js'), 'report', folder, '--format', 'html', '--output', page];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`tickscope report ended with code ${status}`);
}

/** From the verdict to the end of a section, as a reader sees it first. */
async function drawPage() {
  const browser = await startBrowser();
  try {
    const tab = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    const whole = await tab.screenshot({ fullPage: true });
    writeFileSync(path.join(folder, 'whole.png'), whole);
    const end = await tab.locator('#over-time').evaluate((section) => section.getBoundingClientRect().bottom);
    return await tab.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height: Math.ceil(end) } });
  } finally {
    await browser.close();
  }
}

async function main() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const database = await startEmbeddedPostgres();
  try {
    console.log(`The bot handles ${TICKS} trades …`);
    await runBot(database.url);
  } finally {
    await database.stop();
  }
  makePage();
  const small = smallPicture(await drawPage());
  if (small.length > LARGEST_BYTES) throw new Error(`${picture} would be larger than ${LARGEST_BYTES} bytes`);
  writeFileSync(picture, small);
  console.log(`${path.relative(root, picture)}  ${small.length} bytes, of ${path.relative(root, page)}`);
}

main().catch((error) => {
  console.error(`report-picture: ${error.message}`);
  process.exitCode = 1;
});
