// What is compared: one program, bare and under each preload.

const { spawn } = require('node:child_process');
const { createServer } = require('node:http');
const path = require('node:path');
const { findDdTrace } = require('./find-dd-trace.js');

const preload = (file) => ['--require', path.join(__dirname, file)];

/** @param {string} collector where traces and metrics go */
exports.variants = (collector) => {
  const tickscope = preload('../dist/register.js');
  const sends = { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_METRIC_EXPORT_INTERVAL: '1000' };
  const compared = {
    bare: { arguments: [], environment: {} },
    tickscope: { arguments: tickscope, environment: {} },
    'tickscope, sending': { arguments: tickscope, environment: sends },
    'stock, AlwaysOff': { arguments: preload('preloads/always-off.js'), environment: {} },
    stock: { arguments: preload('preloads/stock.js'), environment: {} },
  };
  if (findDdTrace() !== undefined) {
    compared['dd-trace'] = {
      arguments: preload('preloads/dd-trace.js'),
      environment: { DD_TRACE_AGENT_URL: collector, DD_TRACE_STARTUP_LOGS: 'false' },
    };
  }
  return compared;
};

/** The code is kept there too: all starts but the first are as on a machine that has run Tickscope before. */
const tickscopeFolders = (folder) => ({ TICKSCOPE_DIR: folder, TICKSCOPE_CODE_CACHE: path.join(folder, 'code') });

/** @returns {Promise<object>} what the program printed */
exports.runOnce = (variant, program, given, folder) => {
  const file = path.join(__dirname, program);
  const child = spawn(process.execPath, ['--expose-gc', ...variant.arguments, file, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...tickscopeFolders(folder), ...variant.environment },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`a run ended with code ${code}`));
    });
  });
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
