// The `go` command for one installation: with caches of its own, a line that moves while it works, and an end on request.

const { execFileSync, spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const NO_GO =
  '`go` was not found. The servers are built from their Go modules: install Go 1.25 or newer (https://go.dev/dl/), put ' +
  'it into the PATH, and run npm run stack:install again. `docker compose up` needs no Go.';

/** Where nobody watches, a line now and then says that it is still going on. */
const BETWEEN_LINES_MS = 30_000;

/** @returns {Record<string, string>} Go's own settings */
function goSettings() {
  try {
    return JSON.parse(execFileSync('go', ['env', '-json', 'GOPROXY', 'GOMODCACHE'], { encoding: 'utf8' }));
  } catch (error) {
    throw error.code === 'ENOENT' ? new Error(NO_GO) : error;
  }
}

/**
 * Caches below `folder`, so that nothing stays: they take 40 times the room of the servers. Modules that are in Go's cache
 * already are read from there. Whoever names caches in GOCACHE or GOMODCACHE wants them kept, and keeps them.
 *
 * @returns {Record<string, string>}
 */
function goEnvironment(folder) {
  const { GOPROXY, GOMODCACHE } = goSettings();
  const { GOCACHE = path.join(folder, 'cache') } = process.env;
  const named = process.env.GOMODCACHE !== undefined;
  return {
    GOCACHE,
    GOTMPDIR: folder,
    ...(!named && {
      GOMODCACHE: path.join(folder, 'modules'),
      GOPROXY: `${pathToFileURL(path.join(GOMODCACHE, 'cache/download')).href},${GOPROXY}`,
      // Go makes the folders of modules read-only, and then they cannot be removed.
      GOFLAGS: `${process.env.GOFLAGS ?? ''} -modcacherw`.trim(),
    }),
  };
}

class Progress {
  #title;
  #started = performance.now();
  #said = performance.now();
  #modules = 0;
  #packages = 0;

  constructor(title) {
    this.#title = title;
  }

  /** Go names what it downloads, and with `-v` what it has compiled. */
  line(text) {
    if (text.includes('downloading ')) this.#modules++;
    else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(text)) this.#packages++;
    this.#show();
  }

  get #seconds() {
    return Math.round((performance.now() - this.#started) / 1_000);
  }

  #show() {
    const text = `${this.#title}: ${this.#modules} modules fetched, ${this.#packages} packages compiled, ${this.#seconds} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${text}\u001b[K`);
    else if (performance.now() - this.#said > BETWEEN_LINES_MS) {
      this.#said = performance.now();
      console.log(text);
    }
  }

  end() {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    console.log(`${this.#title}: installed, ${this.#seconds} s`);
  }
}

class GoCommand {
  #environment;
  #signal;

  /** @param {AbortSignal} signal ends the running command, and whatever it started */
  constructor(folder, signal) {
    this.#environment = { ...process.env, ...goEnvironment(folder) };
    this.#signal = signal;
  }

  /**
   * @param {Progress} progress given the lines that it writes to its stderr
   * @returns {Promise<string>} what the command wrote to its stdout
   */
  async run(command, args, { cwd, environment, progress }) {
    this.#signal.throwIfAborted();
    const child = spawn(command, args, {
      cwd,
      env: { ...this.#environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: compilers and linkers end with it.
      detached: true,
    });
    const end = () => process.kill(-child.pid, 'SIGKILL');
    this.#signal.addEventListener('abort', end);
    let output = '';
    let rest = '';
    const lines = [];
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop();
      for (const line of parts) progress.line(line);
      lines.push(...parts);
      lines.splice(0, lines.length - 30);
    });
    const failure = await new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`));
    });
    this.#signal.removeEventListener('abort', end);
    this.#signal.throwIfAborted();
    if (failure === undefined) return output;
    throw new Error(`${command} ${args.join(' ')} ${failure}:\n${[...lines, rest].join('\n').trimEnd()}`);
  }
}

module.exports = { GoCommand, Progress };
