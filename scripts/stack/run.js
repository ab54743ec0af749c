// The whole stack without containers: `npm run stack`. Ctrl-C ends it; what was stored is there the next time.
//
//   npm run stack -- --habits none     arguments go to the bot

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { closeSync, mkdtempSync, openSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { startEmbeddedPostgres } = require('../embedded-postgres.js');
const { stackFolder } = require('./binaries.js');
const { startStack } = require('./servers.js');

const ROOT = path.join(__dirname, '../..');
const PRELOAD = path.join(ROOT, 'dist/register.js');
const BOT = path.join(ROOT, 'examples/bot/bot.js');
/** Eight minutes at a rate that the embedded database can take; it ends after ten. */
const BOT_FLAGS = ['--rate', '30', '--loops', '10', '--habits', 'all'];

const asked = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
});
const toStop = [];

function startBot({ collectorUrl, folder: stored }, databaseUrl, stopAsked) {
  // A bot that is ended by a signal leaves the folder of its state behind.
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-bot-'));
  toStop.push(() => rmSync(folder, { recursive: true, force: true }));
  const flags = [...BOT_FLAGS, '--state-dir', folder, ...process.argv.slice(2)];
  // It prints a line for each order: what it says would bury the addresses.
  const log = path.join(stored, 'bot.log');
  const output = openSync(log, 'w');
  const bot = spawn(process.execPath, ['--require', PRELOAD, BOT, ...flags], {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      OTEL_SERVICE_NAME: 'trading-bot',
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '5000',
    },
  });
  closeSync(output);
  console.log(`Bot         prints into ${log}`);
  const ended = once(bot, 'exit');
  bot.once('exit', (code, signal) => {
    if (!stopAsked()) console.log(`The bot has ended with ${signal ?? `code ${code}`}. The servers stay until Ctrl-C.`);
  });
  toStop.push(async () => {
    bot.kill('SIGTERM');
    await ended;
  });
}

/** @returns {Promise<void>} when everything runs; ends early once somebody has asked to stop */
async function startAll(stopAsked) {
  console.log('Starting Prometheus, Alertmanager, Jaeger, the collector and an embedded PostgreSQL …');
  const stack = await startStack({ folder: path.join(stackFolder(), 'data') });
  toStop.push(stack.stop);
  if (stopAsked()) return;
  const database = await startEmbeddedPostgres();
  toStop.push(database.stop);
  if (stopAsked()) return;
  console.log(`Collector   ${stack.collectorUrl}   set OTEL_EXPORTER_OTLP_ENDPOINT to it to send from other programs`);
  console.log(`Jaeger      ${stack.jaegerUrl}   its HTTP API; built from the module it has no pages`);
  console.log(`Prometheus  ${stack.prometheusUrl}`);
  console.log(`Alerts      ${stack.alertmanagerUrl}`);
  console.log(`Data, logs  ${stack.folder}   kept; remove the folder to begin anew`);
  startBot(stack, database.url, stopAsked);
  console.log('Ctrl-C ends everything.');
}

async function main() {
  let signal;
  void asked.then((name) => (signal = name));
  try {
    await startAll(() => signal !== undefined);
    await asked;
  } finally {
    for (const stop of toStop.splice(0).reverse()) await stop();
  }
}

main().catch((error) => {
  console.error(`stack: ${error.message}`);
  process.exitCode = 1;
});
