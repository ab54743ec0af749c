// The program of `npm run soak`, for a moment: every tick is in the record, no descriptor stays open, and nothing grows as fast as ticks come.

import { createRequire } from 'node:module';
import { runBare, runRecorded } from '../support/programs.js';

interface Printed {
  readonly spaces: Readonly<Record<string, readonly number[]>>;
  readonly residentAtLast: { readonly rss: number };
  readonly privateBytes: number;
  readonly descriptorsAtFirst: number;
  readonly descriptorsAtLast: number;
}

const TICKS = 200_000;
const TICKS_PER_READING = 10_000;
const TICKS_PER_ERROR = 1_000;
const LATE_EVERY = 100;
const PROGRAM = createRequire(__filename).resolve('../../benchmarks/soak-program.js');
const GIVEN = [PROGRAM, JSON.stringify({ ticks: TICKS, ticksPerReading: TICKS_PER_READING })];
const OPTIONS = { nodeArguments: ['--expose-gc'] };
/** An object held for each tick would be more. */
const BYTES_PER_TICK = 8;

jest.setTimeout(300_000);

function heapAt(spaces: Printed['spaces'], place: number): number {
  return Object.entries(spaces).reduce(
    (sum, [name, readings]) => sum + (/old_space|large_object/.test(name) ? (readings.at(place) ?? NaN) : 0),
    0,
  );
}

it('measures all of it, and keeps nothing', async () => {
  const bare = JSON.parse((await runBare(GIVEN, OPTIONS)).stdout) as Printed;
  const { stdout, stderr, code, report } = await runRecorded(GIVEN, OPTIONS);
  const recorded = JSON.parse(stdout) as Printed;
  expect([stderr, code, report.notes]).toEqual(['', 0, []]);
  expect(report.ticks).toMatchObject({
    started: TICKS,
    count: TICKS,
    failed: TICKS / TICKS_PER_ERROR,
    late: TICKS / LATE_EVERY,
  });
  const lost = report.losses.map(({ cause }) => cause).filter((cause) => !cause.startsWith('kept_ticks_'));
  expect(lost).toEqual([]);
  expect(bare.descriptorsAtLast - bare.descriptorsAtFirst).toBe(0);
  expect(recorded.descriptorsAtLast).toBeLessThanOrEqual(recorded.descriptorsAtFirst);

  const growth = heapAt(recorded.spaces, -1) - heapAt(recorded.spaces, TICKS / TICKS_PER_READING / 2);
  console.log(
    `above bare after ${TICKS} ticks: RSS ${recorded.residentAtLast.rss - bare.residentAtLast.rss} bytes, ` +
      `private ${recorded.privateBytes - bare.privateBytes}; objects grew by ${growth} in the second half`,
  );
  expect(growth).toBeLessThan((BYTES_PER_TICK * TICKS) / 2);
});
