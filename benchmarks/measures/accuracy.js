// How exact the record is: a program that measures itself, and what Tickscope recorded of the same run.

const { mkdtempSync } = require('node:fs');
const path = require('node:path');
const { reportOf } = require('../record.js');
const { spreadOf } = require('../statistics.js');
const { runOnce } = require('../variants.js');

/** What the record may differ by: a share of the program's own figure, and so much a call. */
const SHARE = 0.02;
const NANOS_A_CALL = 200;

const REGIMES = {
  'hot loop': { rhythm: { ticksPerTurn: 100, everyMillis: 0 }, ticks: 20_000, quickTicks: 2_000 },
  '100 ticks a second': { rhythm: { ticksPerTurn: 1, everyMillis: 10 }, ticks: 500, quickTicks: 100 },
};

/** @returns {Promise<object[]>} by operation: what both say about the same run */
async function compareOnce(tickscope, given, folder) {
  const recordFolder = mkdtempSync(path.join(folder, 'accuracy-'));
  const here = { ...tickscope, environment: { ...tickscope.environment, TICKSCOPE_DIR: recordFolder } };
  const { operations } = await runOnce(here, 'accuracy-program.js', given, folder);
  const report = await reportOf(recordFolder);
  return operations.map(({ name, calls, selfNanos }) => {
    const recorded = report.operations.find((one) => one.name === name);
    if (recorded?.count !== calls) throw new Error(`${name}: ${calls} calls, ${recorded?.count ?? 0} in the record`);
    return { name, ownNanos: selfNanos / calls, recordedNanos: recorded.selfNanos / calls };
  });
}

/** @returns {Promise<number[]>} by operation: by how much two clocks of the program differ that read one around the other */
async function clocksApart(bare, given, folder) {
  const { operations } = await runOnce(bare, 'accuracy-program.js', { ...given, clocks: 2 }, folder);
  return operations.map(({ calls, apartNanos }) => apartNanos / calls);
}

exports.measureAccuracy = async ({ compared, folder, isQuick, progress }) => {
  const rounds = isQuick ? 1 : 5;
  const regimes = [];
  for (const [title, { rhythm, ticks, quickTicks }] of Object.entries(REGIMES)) {
    const given = { rhythm, ticks: isQuick ? quickTicks : ticks };
    const runs = [];
    const apart = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await compareOnce(compared.tickscope, given, folder));
      apart.push(await clocksApart(compared.bare, given, folder));
    }
    const rows = runs[0].map(({ name }, at) => {
      const own = spreadOf(runs.map((run) => run[at].ownNanos));
      const deviation = spreadOf(runs.map((run) => run[at].recordedNanos - run[at].ownNanos));
      const allowedNanos = SHARE * own.median + NANOS_A_CALL;
      const ownApart = spreadOf(apart.map((run) => run[at]));
      return { name, own, ownApart, deviation, allowedNanos, isWithin: Math.abs(deviation.median) <= allowedNanos };
    });
    regimes.push({ title, ticks: given.ticks, rows });
    progress(title);
  }
  return { rounds, share: SHARE, nanosACall: NANOS_A_CALL, regimes };
};
