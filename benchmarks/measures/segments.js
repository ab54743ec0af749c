// What it costs to watch the event loop, for each kind of callback: with the watch and without, the same preload in all of them.

const path = require('node:path');
const { median } = require('../statistics.js');
const { runInterleaved, runOnce } = require('../variants.js');

const MODES = ['off', 'turns', 'callbacks'];

/** What one measured thing is. */
const WHAT = {
  timer: 'a timer',
  immediate: 'an immediate',
  nextTick: '`process.nextTick`',
  await: 'an `await`',
  echo: 'a byte to a socket and back',
};

/** @returns {Promise<object>} a row for each kind: nanoseconds without the watch, and what each way of watching adds */
exports.measureSegments = async ({ folder, isQuick }) => {
  const { rounds, callbacks } = isQuick ? { rounds: 1, callbacks: 20_000 } : { rounds: 9, callbacks: 200_000 };
  const preload = ['--require', path.join(__dirname, '../../dist/register.js')];
  const watched = Object.fromEntries(
    MODES.map((mode) => [mode, { arguments: preload, environment: { TICKSCOPE_EVENT_LOOP: mode } }]),
  );
  const runs = await runInterleaved(watched, rounds, (one) =>
    runOnce(one, 'segments-program.js', { callbacks }, folder),
  );
  const added = (kind, mode) => median(runs.get(mode).map((run, round) => run[kind] - runs.get('off')[round][kind]));
  const rows = Object.entries(WHAT).map(([kind, what]) => ({
    what,
    off: median(runs.get('off').map((run) => run[kind])),
    turns: added(kind, 'turns'),
    callbacks: added(kind, 'callbacks'),
  }));
  return { rounds, callbacks, rows };
};
