// A healthy bot in front of the real servers, for ten minutes: no alert may fire. `npm run stack:healthy`.
//
//   npm run stack:healthy -- --pace 30     the same with windows that are 30 times as short, in 20 s

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { parseArgs } = require('node:util');
const { startStack } = require('./servers.js');

const ROOT = path.join(__dirname, '../..');
const BOT = path.join(ROOT, 'test/fixtures/stack/planted.js');
const MINUTES = 10;
const BETWEEN_MILLIS = 1_000;
/** It has clients and servers of everything, and is over 100 MB without Tickscope too: without its compilers it is not. */
const SMALL = ['--expose-gc', '--lite-mode', '--max-semi-space-size=1'];
const SERVICE = 'healthy';

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

function startBot(collectorUrl, folder) {
  const bot = spawn(process.execPath, [...SMALL, '--require', path.join(ROOT, 'dist/register.js'), BOT, SERVICE], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      ...process.env,
      OTEL_SERVICE_NAME: SERVICE,
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      TICKSCOPE_ALERTS: 'true',
    },
  });
  const said = [];
  bot.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  return { bot, said };
}

/** @returns {Promise<string[]>} the names of alerts that fire, or are held back, in either server */
async function firing({ prometheusUrl, alertmanagerUrl }) {
  const { data } = await json(`${prometheusUrl}/api/v1/alerts`);
  const inPrometheus = data.alerts.filter(({ state }) => state === 'firing');
  const inAlertmanager = await json(`${alertmanagerUrl}/api/v2/alerts`);
  return [...inPrometheus, ...inAlertmanager].map(({ labels }) => `${labels.alertname} of ${labels.job}`);
}

/** Of the time, waiting for the processor: then alerts of times are right, and prove nothing. */
const STARVED_SHARE = 0.02;

/** How long a process could have run and another one did. */
function starvedMillis(pid) {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

function residentMegabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kilobytes) / 1_000);
}

async function watch(stack, bot, pace) {
  const seen = new Set();
  const until = performance.now() + MINUTES * 60_000 * pace;
  while (performance.now() < until && bot.exitCode === null) {
    for (const alert of await firing(stack)) seen.add(alert);
    await pause(BETWEEN_MILLIS);
  }
  return seen;
}

async function main() {
  const { values } = parseArgs({ options: { pace: { type: 'string', default: '1' } } });
  const pace = 1 / Number(values.pace);
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-healthy-'));
  const stack = await startStack({ pace });
  const { bot, said } = startBot(stack.collectorUrl, folder);
  const ended = once(bot, 'exit');
  try {
    const seen = await watch(stack, bot, pace);
    const { data } = await json(`${stack.prometheusUrl}/api/v1/query?query=sum(tickscope_tick_ended_total)`);
    const minutes = (MINUTES * pace).toFixed(1);
    const starved = starvedMillis(bot.pid) / (MINUTES * 60_000 * pace);
    console.log(
      `${minutes} min, at 1/${Math.round(1 / pace)} of the windows: ${data.result[0]?.value[1] ?? 0} ticks in Prometheus`,
    );
    console.log(`in Prometheus and Alertmanager: ${seen.size === 0 ? 'no alert' : [...seen].join(', ')}`);
    console.log(`in the process: ${said.length === 0 ? 'no alert' : said.join('')}`);
    const sizes = [['bot', bot.pid], ...Object.entries(stack.pids())].map(
      ([name, pid]) => `${name} ${residentMegabytes(pid)} MB`,
    );
    console.log(`memory at the end: ${sizes.join(', ')}`);
    const isStarved = starved > STARVED_SHARE;
    if (isStarved)
      console.log(`the bot waited for the processor for ${Math.round(100 * starved)} % of the time: nothing is proven`);
    if (seen.size > 0 || said.length > 0 || bot.exitCode !== null) process.exitCode = isStarved ? 3 : 1;
  } finally {
    bot.kill('SIGTERM');
    await ended;
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`stack:healthy: ${error.message}`);
  process.exitCode = 1;
});
