// Starts PostgreSQL without an installation: PGlite (in memory) behind its socket server, in a process of its own.
//
//   node scripts/embedded-postgres.js     prints {"url": "postgres://..."} when it is ready; stops with SIGTERM, at the
//                                         end of its standard input (its parent is gone), or after ten minutes
//   startEmbeddedPostgres()               the same as a child process, for scripts and tests

const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

const LONGEST_LIFE_MS = 10 * 60 * 1000;
/** The first start compiles 10 MB of WebAssembly: 2 s on an idle machine. */
const LONGEST_START_MS = 60 * 1000;

/**
 * All connections share PGlite's one session, and the socket server (0.2.17) queues single protocol messages. After a
 * transaction two waiting connections take turns, one's `Parse` replaces the unnamed statement that the other is about
 * to `Bind`, and queries fail: 190 of 900 with a third of them in transactions, none with this. The server already
 * holds other connections back while a transaction is open: tell it that one is, until the exchange ends with `Sync`.
 */
function keepExchangesWhole(database) {
  const isInTransaction = database.isInTransaction.bind(database);
  const execProtocolRawStream = database.execProtocolRawStream.bind(database);
  const exec = database.exec.bind(database);
  const withinExchange = new Set(Buffer.from('PBDECH'));
  let exchangeOpen = false;

  database.isInTransaction = () => exchangeOpen || isInTransaction();
  database.execProtocolRawStream = (message, options) => {
    exchangeOpen = withinExchange.has(message[0]);
    return execProtocolRawStream(message, options);
  };
  // The server rolls back so when a connection goes away in the middle.
  database.exec = (...statement) => {
    exchangeOpen = false;
    return exec(...statement);
  };
}

async function serve() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const database = await PGlite.create();
  keepExchangesWhole(database);
  const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();

  // Nothing is worth keeping: the database lives in memory.
  const stop = () => process.exit(0);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdin.on('end', stop).on('error', stop).resume();
  setTimeout(stop, LONGEST_LIFE_MS);
  console.log(JSON.stringify({ url: `postgres://postgres@${server.getServerConn()}/postgres` }));
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} a database of its own, gone after stop() */
async function startEmbeddedPostgres() {
  // A preloaded profiler belongs to the caller, not to its database.
  const { NODE_OPTIONS: _ignored, ...env } = process.env;
  const child = spawn(process.execPath, [__filename], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };

  let limit;
  const tooLate = new Promise((resolve) => {
    limit = setTimeout(resolve, LONGEST_START_MS, `did not start within ${LONGEST_START_MS / 1000} s`);
  });
  const firstLine = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const gone = ended.then((code) => `ended with code ${code} before it was ready`);
  const answer = await Promise.race([firstLine, gone, tooLate]);
  clearTimeout(limit);
  if (!answer.startsWith('{')) {
    await stop();
    throw new Error(`embedded-postgres: the database ${answer}. Is @electric-sql/pglite installed? Run npm ci.`);
  }
  return { url: JSON.parse(answer).url, stop };
}

module.exports = { startEmbeddedPostgres };

if (require.main === module) void serve();
