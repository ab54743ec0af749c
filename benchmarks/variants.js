// What is compared: one program, bare and under each preload, and how it is run.

const { spawn } = require('node:child_process');
const { mkdtempSync } = require('node:fs');
const { createServer } = require('node:http');
const path = require('node:path');
const { findDdTrace } = require('./find-dd-trace.js');

const preload = (file) => ['--require', path.join(__dirname, file)];

const BARE = { arguments: [], environment: {} };
const TICKSCOPE = preload('../dist/register.js');

/** Tickscope alone, as it stores a record and as it sends too. */
exports.tickscopeVariants = (collector) => ({
  bare: BARE,
  tickscope: { arguments: TICKSCOPE, environment: {} },
  'tickscope, sending': {
    arguments: TICKSCOPE,
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_METRIC_EXPORT_INTERVAL: '1000' },
  },
});

/** Only where it is asked for: it makes a difference to the program's thread, and to memory. */
exports.BY_WORKER = 'tickscope, sending by a worker';

/** @param {string} collector where everything is sent */
exports.variants = (collector) => ({
  ...exports.tickscopeVariants(collector),
  [exports.BY_WORKER]: {
    arguments: TICKSCOPE,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      TICKSCOPE_EXPORT: 'worker',
    },
  },
  'stock, AlwaysOff': { arguments: preload('preloads/always-off.js'), environment: {} },
  'stock, sending': {
    arguments: preload('preloads/stock.js'),
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector },
  },
  ...(findDdTrace() !== undefined && {
    'dd-trace': {
      arguments: preload('preloads/dd-trace.js'),
      environment: { DD_TRACE_AGENT_URL: collector, DD_TRACE_STARTUP_LOGS: 'false' },
    },
  }),
});

/**
 * A folder for its record alone, as a program has; and one for all for the code, so that all starts but the first are as on a machine that
 * has run Tickscope before.
 *
 * @returns {NodeJS.ProcessEnv} what a measured program gets
 */
exports.environmentOf = (variant, folder) => ({
  ...process.env,
  NODE_OPTIONS: '',
  TICKSCOPE_DIR: mkdtempSync(path.join(folder, 'run-')),
  TICKSCOPE_CODE_CACHE: path.join(folder, 'code'),
  ...variant.environment,
});

/** @returns {Promise<string>} what the command printed */
exports.outputOf = (command, given, options) => {
  const child = spawn(command, given, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`${path.basename(command)} ${given.at(-1)} ended with code ${code}`));
    });
  });
};

/** @returns {Promise<object>} what the program printed */
exports.runOnce = async (variant, program, given, folder) => {
  const file = path.join(__dirname, program);
  const flags = ['--expose-gc', ...variant.arguments];
  const env = exports.environmentOf(variant, folder);
  return JSON.parse(await exports.outputOf(process.execPath, [...flags, file, JSON.stringify(given)], { env }));
};

/** Takes everything and says yes. */
exports.startCollector = () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
};

/**
 * On a shared machine the clock varies by factors, so variants take turns within a round, and what counts is compared
 * within a round. Another one begins each round: who comes first meets a cooler machine.
 * @returns {Promise<Map<string, object[]>>} what each variant printed, a row for each round
 */
exports.runInterleaved = async (compared, rounds, runVariant) => {
  const taken = Object.entries(compared);
  const runs = new Map(taken.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % taken.length;
    for (const [name, variant] of [...taken.slice(first), ...taken.slice(0, first)]) {
      runs.get(name).push(await runVariant(variant));
    }
  }
  return runs;
};
