// One server as a child process: started, waited for, and ended by whoever started it.

const { spawn } = require('node:child_process');
const { closeSync, openSync, readFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { setTimeout: pause } = require('node:timers/promises');

const LONGEST_START_MS = 60_000;
const LONGEST_STOP_MS = 15_000;
const BETWEEN_TRIES_MS = 100;

const running = new Set();
// The last resort, when this process ends without stopping what it started.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * @param {Record<string, number>} wanted a port by what it is for; 0 for any
 * @returns {Promise<Record<string, number>>} ports of the loopback interface that nobody listened on a moment ago, all
 *   different: those that were wanted where they are free
 */
async function portsOf(wanted) {
  const servers = [];
  try {
    const ports = {};
    for (const [name, port] of Object.entries(wanted)) {
      const server = (await listening(port)) ?? (await listening(0));
      servers.push(server);
      ports[name] = server.address().port;
    }
    return ports;
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** @returns a server that listens, or `undefined` where somebody else has the port */
function listening(port) {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

class ChildServer {
  #child;
  #ended;

  /** @param {{ title: string, file: string, args: string[], environment?: Record<string, string>, log: string }} server */
  constructor({ title, file, args, environment = {}, log }) {
    this.title = title;
    this.log = log;
    const { PATH = '', HOME = '' } = process.env;
    // One that is started again writes behind what the one before has said.
    const output = openSync(log, 'a');
    // A process group of its own: Ctrl-C reaches the one that started it, which ends the servers in their order.
    this.#child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH, HOME, ...environment },
    });
    closeSync(output);
    running.add(this.#child);
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
      this.#child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    }).finally(() => running.delete(this.#child));
  }

  get pid() {
    return this.#child.pid;
  }

  /** @returns {Promise<void>} when `url` answers that all is well */
  async ready(url) {
    const over = new AbortController();
    const failure = await Promise.race([this.#ended, untilWell(url, over.signal)]);
    over.abort();
    if (failure === undefined) return;
    const lines = readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-20);
    throw new Error(`${this.title} ${failure}. Its last lines:\n${lines.join('\n')}`);
  }

  /** @returns {Promise<void>} when it has ended, without a chance to put anything in order */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** @returns {Promise<void>} when it has ended; a server that does not within 15 s is killed */
  async stop() {
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), LONGEST_STOP_MS);
    this.#child.kill('SIGTERM');
    await this.#ended;
    clearTimeout(kill);
  }
}

/** @returns what went wrong, if anything */
async function untilWell(url, signal) {
  const deadline = performance.now() + LONGEST_START_MS;
  while (!signal.aborted) {
    if (await answersWell(url)) return undefined;
    if (performance.now() > deadline) return `was not ready within ${LONGEST_START_MS / 1000} s (${url})`;
    await pause(BETWEEN_TRIES_MS);
  }
  return undefined;
}

async function answersWell(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

module.exports = { ChildServer, portsOf };
