// Seeded schedules of everything that can happen to a bot: does it run as without Tickscope, and is every tick accounted for?
//
//   npm run chaos                                          200 schedules of 3 s, about ten minutes; writes docs/explanation/chaos.md
//   npm run chaos -- --schedules 10 --seed 7 --seconds 5   others, and writes nothing
//   npm run chaos -- --schedules 1 --seed 42 --verbose     one again, with everything that it printed

const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { chaosDocument } = require('./chaos/document.js');
const { runSchedule } = require('./chaos/run.js');
const { scheduleOf } = require('./chaos/schedule.js');

const DOCUMENT = path.join(__dirname, '../docs/explanation/chaos.md');
/** What is written down. */
const WHOLE = { schedules: '200', seed: '1', seconds: '3' };

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: WHOLE.schedules },
    seed: { type: 'string', default: WHOLE.seed },
    seconds: { type: 'string', default: WHOLE.seconds },
    /** At once. Each has two processes. */
    jobs: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});

function line({ seed, kinds, ticks, measured, lost, beyond, uncoveredMillis, problems }) {
  const until = beyond === 0 ? '' : `, ${beyond} after what it covers (${uncoveredMillis.toFixed(0)} ms)`;
  const verdict = problems.length === 0 ? 'holds' : `FAILS: ${problems.join('; ')}`;
  return `${seed} ${kinds.join(', ')}: ${ticks} ticks = ${measured} measured, ${lost} lost${until}. ${verdict}`;
}

async function main() {
  const schedules = Array.from({ length: Number(values.schedules) }, (_, place) =>
    scheduleOf(Number(values.seed) + place, Number(values.seconds)),
  );
  const rows = [];
  const waiting = [...schedules];
  const work = async () => {
    for (let schedule = waiting.shift(); schedule !== undefined; schedule = waiting.shift()) {
      const row = await runSchedule(schedule);
      rows.push(row);
      console.log(line(row));
      if (values.verbose) console.log(JSON.stringify(row, undefined, 1));
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  const failed = rows.filter(({ problems }) => problems.length > 0);
  console.log(`${rows.length - failed.length} of ${rows.length} schedules hold.`);
  process.exitCode = failed.length > 0 ? 1 : 0;
  if (Object.entries(WHOLE).some(([name, value]) => values[name] !== value)) return;
  writeFileSync(
    DOCUMENT,
    chaosDocument(
      rows.toSorted((left, right) => left.seed - right.seed),
      Number(values.seconds),
    ),
  );
}

main().catch((error) => {
  console.error(`chaos: ${error.stack}`);
  process.exitCode = 1;
});
