import { ArrivalAccumulator } from '../../../src/aggregate/arrival-accumulator.js';
import { FallingBehindFinder } from '../../../src/analysis/verdict/falling-behind.js';
import type { StoredSegment } from '../../../src/model/record/record-segment.js';
import type { Nanoseconds, UnixMilliseconds } from '../../../src/model/units.js';
import { BEGIN, MILLI, sampleOf, segmentOf } from '../segment-builder.js';

interface Planned {
  readonly seconds: number;
  readonly busyShare?: number;
  readonly ageMillis?: number;
  readonly waitMillis?: number;
  readonly events?: number;
  readonly process?: string;
}

/** One after another, without a break. */
function segments(...planned: readonly Planned[]): StoredSegment[] {
  let atSecond = 0;
  return planned.map(({ seconds, busyShare = 1, ageMillis, waitMillis, events = 100, process = 'p1' }) => {
    const fromSecond = atSecond;
    atSecond += seconds;
    const arrivals = new ArrivalAccumulator();
    for (let event = 0; event < events; event++) {
      if (ageMillis !== undefined) arrivals.aged((ageMillis * MILLI) as Nanoseconds, 0 as Nanoseconds);
      if (waitMillis !== undefined) arrivals.waited('stamped', (waitMillis * MILLI) as Nanoseconds, 0 as Nanoseconds);
    }
    return segmentOf([], {
      fromUnixMillis: (BEGIN + 1_000 * fromSecond) as UnixMilliseconds,
      toUnixMillis: (BEGIN + 1_000 * atSecond) as UnixMilliseconds,
      processes: [{ id: process, pid: 1, name: 'bot.js', nodeVersion: 'v24', startedAtUnixMillis: BEGIN }],
      samples: [sampleOf({ second: atSecond, process, cpuShare: busyShare })],
      arrivals: arrivals.toTotals(),
    });
  });
}

function found(parts: readonly StoredSegment[]): ReturnType<FallingBehindFinder['find']> {
  const finder = new FallingBehindFinder();
  for (const part of parts) finder.add(part);
  return finder.find();
}

const growing = [
  { seconds: 1, ageMillis: 10 },
  { seconds: 1, ageMillis: 410 },
  { seconds: 3, ageMillis: 1_210 },
];

it('is a busy loop with ages that grow from segment to segment', () => {
  expect(found(segments(...growing))).toEqual([
    {
      process: 'p1',
      fromUnixMillis: BEGIN,
      durationNanos: 5_000 * MILLI,
      busyShare: 1,
      grew: 'age',
      fromNanos: 10 * MILLI,
      toNanos: 1_210 * MILLI,
    },
  ]);
});

it('needs no order, and takes waits that were seen where there are no ages', () => {
  const waits = segments(...growing.map(({ seconds, ageMillis }) => ({ seconds, waitMillis: ageMillis })));
  expect(found(waits.toReversed())).toMatchObject([{ grew: 'wait', toNanos: 1_210 * MILLI }]);
});

it.each([
  ['a backtest, which is busy and has no ages', growing.map(({ seconds }) => ({ seconds }))],
  ['a feed that is late while the loop has time', growing.map((part) => ({ ...part, busyShare: 0.4 }))],
  ['a loop that is busy now and then', growing.map((part, place) => ({ ...part, busyShare: place === 1 ? 1 : 0.8 }))],
  ['ages that stay', growing.map((part) => ({ ...part, ageMillis: 900 }))],
  [
    'ages that grow by less than 2 % of the time',
    growing.map((part, place) => ({ ...part, ageMillis: 10 + 20 * place })),
  ],
  ['ages of a few events', growing.map((part) => ({ ...part, events: 9 }))],
  ['two segments', growing.slice(0, 2)],
  ['a burst in a long record', [...growing, { seconds: 600, ageMillis: 5, busyShare: 0.2 }]],
])('is not %s', (_, planned: readonly Planned[]) => {
  expect(found(segments(...planned))).toEqual([]);
});

it('is told of half a minute in however long a record, and for each process', () => {
  const long = [0, 1, 2].map((place) => ({ seconds: 10, ageMillis: 1_000 * place }));
  const quiet = { seconds: 3_600, ageMillis: 5, busyShare: 0.2 };
  const other = segments(...growing).map((part) => ({
    ...part,
    processes: part.processes.map((process) => ({ ...process, id: 'p2' })),
  }));
  const all = [...segments(quiet, ...long, quiet), ...other];
  expect(found(all).map(({ process, durationNanos }) => [process, durationNanos])).toEqual([
    ['p1', 30_000 * MILLI],
    ['p2', 5_000 * MILLI],
  ]);
});
