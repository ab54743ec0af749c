// A few of the schedules of `npm run chaos`, shorter: the program runs as without Tickscope, and every tick is measured, counted as lost, or after
// what the record says that it covers.

import { createRequire } from 'node:module';

interface Schedule {
  readonly seed: number;
  readonly kinds: readonly string[];
}

interface Row {
  readonly ticks: number;
  readonly measured: number;
  readonly lost: number;
  readonly problems: readonly string[];
}

const load = createRequire(__filename);
const { scheduleOf } = load('../../benchmarks/chaos/schedule.js') as {
  scheduleOf: (seed: number, seconds: number) => Schedule;
};
const { runSchedule } = load('../../benchmarks/chaos/run.js') as {
  runSchedule: (schedule: Schedule) => Promise<Row>;
};
const { placesOf } = load('../../benchmarks/chaos/places.js') as {
  placesOf: (record: object, recorded: object, schedule: object) => Row;
};
const { OwnCount } = load('../../benchmarks/chaos/own-count.js') as {
  OwnCount: new () => { take(text: string): void };
};

const SECONDS = 2;
/** Together they have everything that a schedule can have. */
const SEEDS = [1000, 1001, 1003, 1005, 1015, 1022, 1026, 1038, 1133, 1134];
const schedules = SEEDS.map((seed) => scheduleOf(seed, SECONDS));

jest.setTimeout(120_000);

it.each(schedules.map((schedule) => ({ schedule, seed: schedule.seed, what: schedule.kinds.join(', ') })))(
  '$seed: $what',
  async ({ schedule }) => {
    const { ticks, ...row } = await runSchedule(schedule);
    expect(ticks).toBeGreaterThan(0);
    expect(row).toMatchObject({ problems: [] });
  },
);

it('has everything that can happen to a program in one of them', () => {
  const kindsOf = (all: readonly Schedule[]): Set<string> => new Set(all.flatMap(({ kinds }) => kinds));
  const many = Array.from({ length: 400 }, (_, seed) => scheduleOf(seed, SECONDS));
  expect([...kindsOf(many)].filter((kind) => !kindsOf(schedules).has(kind))).toEqual([]);
});

describe('a record', () => {
  const own = new OwnCount();
  own.take('b 1000.1\na 1000.2 2\nb 1000.3\na 1000.4 2\nb 1000.5\n');
  const places = (count: number, lost: number, toUnixMillis: number, final: boolean): readonly string[] =>
    placesOf(
      {
        segments: [
          {
            processes: [{}],
            ticks: { count },
            losses: [{ cause: 'ticks_in_missing_segments', count: lost }],
            toUnixMillis,
            final,
          },
        ],
        report: { notes: ['the report covers it up to then.'], coverage: { notSeen: [] } },
      },
      { own, stderr: '' },
      { inWorker: false, isOrderly: final },
    ).problems;

  it.each([
    ['of all that had ended', 2, 0, 1_001, true],
    ['of what the program had counted by then', 1, 0, 1_000.25, false],
    ['that counts the rest as lost', 0, 2, 1_001, true],
    ['with a tick that ends at that moment', 2, 0, 1_000.35, false],
  ])('%s holds', (_what, ...given) => {
    expect(places(...given)).toEqual([]);
  });

  it.each([
    ['with a tick too few', 1, 0, 1_001, true],
    ['with one too many', 4, 0, 1_001, true],
    ['that counts one twice, as lost too', 2, 2, 1_001, true],
    ['that says it covers more than it has', 1, 0, 1_000.45, false],
  ])('%s does not', (_what, ...given) => {
    expect(places(...given)).toEqual([expect.stringMatching(/ measured \+ .* is not /)]);
  });
});
