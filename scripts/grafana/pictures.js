// Draws a picture of each dashboard for the documentation: `npm run pictures`. Needs the servers (npm run stack:install) and
// Chromium.
//
// Runs the bot for four minutes, and beside it a made-up process with what the bot has not: orders, failed ticks, gaps.

const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { startEmbeddedPostgres } = require('../embedded-postgres.js');
const { startStack } = require('../stack/servers.js');
const { askPanels } = require('./ask-dashboard.js');
const { drawDashboard, startBrowser } = require('./browser.js');
const { sendMadeUpProcess } = require('./made-up-processes.js');
const { smallPicture } = require('./small-picture.js');

const ROOT = path.join(__dirname, '../..');
const DASHBOARDS = path.join(ROOT, 'grafana/dashboards');
const IMAGES = path.join(ROOT, 'docs/images');
const RUN_SECONDS = 240;
const EXPORT_SECONDS = 5;
const TICKS_A_SECOND = 30;
/** A page of the documentation is not to be slow because of them. */
const LARGEST_BYTES = 150_000;

async function runBot({ collectorUrl }, databaseUrl) {
  const ticks = RUN_SECONDS * TICKS_A_SECOND;
  const flags = ['--rate', `${TICKS_A_SECOND}`, '--loops', '10', '--ticks', `${ticks}`, '--habits', 'all'];
  const bot = spawn(
    process.execPath,
    ['--require', path.join(ROOT, 'dist/register.js'), path.join(ROOT, 'examples/bot/bot.js'), ...flags],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        OTEL_SERVICE_NAME: 'trading-bot',
        OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
        OTEL_METRIC_EXPORT_INTERVAL: `${EXPORT_SECONDS * 1_000}`,
      },
    },
  );
  const [code] = await once(bot, 'exit');
  if (code !== 0) throw new Error(`the bot has ended with code ${code}`);
}

async function main() {
  const stop = [];
  try {
    const browser = await startBrowser();
    stop.push(() => browser.close());
    const stack = await startStack();
    stop.push(stack.stop);
    const database = await startEmbeddedPostgres();
    stop.push(database.stop);
    console.log(`The bot runs for ${RUN_SECONDS / 60} minutes …`);
    await runBot(stack, database.url);
    const ended = Math.floor(Date.now() / 1_000);
    const life = { started: ended - RUN_SECONDS, ended, interval: EXPORT_SECONDS };
    await sendMadeUpProcess(stack.collectorUrl, { service: 'market-maker', instance: 'made-up', ...life });
    // What is left of the queue.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const view = {
      url: stack.prometheusUrl,
      end: ended,
      range: RUN_SECONDS,
      step: EXPORT_SECONDS,
      interval: EXPORT_SECONDS,
    };
    for (const file of readdirSync(DASHBOARDS)) {
      const dashboard = JSON.parse(readFileSync(path.join(DASHBOARDS, file), 'utf8'));
      const panels = await askPanels(dashboard, view);
      const { picture, drawn } = await drawDashboard(browser, {
        title: dashboard.title,
        panels,
        view: { start: ended - RUN_SECONDS, end: ended, step: EXPORT_SECONDS },
      });
      const image = path.join(IMAGES, file.replace(/json$/, 'png'));
      const small = smallPicture(picture);
      writeFileSync(image, small);
      const empty = drawn.filter(({ isEmpty }) => isEmpty).map(({ title }) => title);
      console.log(
        `${path.relative(ROOT, image)}  ${small.length} bytes${empty.length > 0 ? `, empty: ${empty.join(', ')}` : ''}`,
      );
      if (small.length > LARGEST_BYTES) throw new Error(`${image} is larger than ${LARGEST_BYTES} bytes`);
    }
  } finally {
    for (const end of stop.reverse()) await end();
  }
}

main().catch((error) => {
  console.error(`pictures: ${error.message}`);
  process.exitCode = 1;
});
