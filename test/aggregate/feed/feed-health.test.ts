// Gaps, silences, reconnects and held loops, told apart: planted in feeds of all kinds, against what was planted.

import { FEED_CAUSES, type FeedCause, type FeedRow } from '../../../src/model/record/feed-rows.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { type Fault, runWorld, type WorldOptions } from './feed-world.js';

type Interval = WorldOptions['interval'];

const exponential = (random: () => number): number => -Math.log(1 - random());
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Milliseconds from event to event, and how long a silence of theirs has to be that anybody would call it one. */
const FEEDS: readonly (readonly [name: string, interval: Interval, silentMillis: number])[] = [
  ['a ticker every 20 ms', () => 20, 900],
  ['a ticker every 100 ms, give or take 40', (random) => 60 + 80 * random(), 3_000],
  ['a candle every second', () => 1_000, 25_000],
  ['trades at random, 20 a second', (random) => 50 * exponential(random), 4_000],
  ['trades at random, one in five seconds', (random) => 5_000 * exponential(random), 400_000],
  ['trades that come together', (random) => 120 * Math.exp(0.9 * normal(random)), 20_000],
];

/** Those that are healthy at any length, and hard to tell from sick ones. */
const HARD: readonly (readonly [name: string, interval: Interval])[] = [
  ['intervals of a heavy tail', (random) => 200 * Math.exp(1.3 * normal(random))],
  ['bursts of fifty trades, minutes apart', (random) => (random() < 0.98 ? 2 : 60_000 * exponential(random))],
  [
    'a night after a day',
    (random, at) => (100 + 4_900 / (1 + Math.exp(-(at - 200_000) / 40_000))) * exponential(random),
  ],
  ['a symbol that hardly trades', (random) => 180_000 * exponential(random)],
  ['a timer on a busy machine', (random) => 20 + (random() < 0.02 ? 90 * random() : random())],
  ['a market that wakes up in rushes', (random, at) => (at % 120_000 > 117_000 ? 1 : 800) * exponential(random)],
];

interface Seen {
  readonly gaps: number;
  readonly missing: number;
  readonly silences: number;
  readonly reconnects: number;
  readonly causes: readonly FeedCause[];
}

const seenIn = ({ byCause, missing, reconnects }: FeedRow): Seen => {
  const sum = (of: 'gaps' | 'silences'): number => FEED_CAUSES.reduce((total, cause) => total + byCause[cause][of], 0);
  const causes = FEED_CAUSES.filter((cause) => byCause[cause].gaps + byCause[cause].silences > 0);
  return { gaps: sum('gaps'), missing, silences: sum('silences'), reconnects, causes };
};

const NOTHING: Seen = { gaps: 0, missing: 0, silences: 0, reconnects: 0, causes: [] };

/** What each fault has to look like. Of a broken connection the world counts what was lost. */
const TRUTH: Readonly<Record<Fault['kind'], Partial<Seen>>> = {
  quiet: { ...NOTHING, silences: 1, causes: ['feed'] },
  skip: { ...NOTHING, gaps: 1, missing: 7, causes: ['feed'] },
  delay: { ...NOTHING, silences: 1, causes: ['network'] },
  break: { gaps: 1, silences: 1, reconnects: 1, causes: ['network'] },
  hold: { ...NOTHING, silences: 1, causes: ['loop'] },
};

const CASES = FEEDS.flatMap(([name, interval, silentMillis], feed) =>
  (Object.keys(TRUTH) as Fault['kind'][]).flatMap((kind) =>
    [1, 2, 3].map((seed) => ({ name, interval, silentMillis, kind, seed: 1_000 * feed + seed })),
  ),
);

it(`tells ${CASES.length} planted faults apart, in any feed`, () => {
  const wrong: unknown[] = [];
  for (const { name, interval, silentMillis, kind, seed } of CASES) {
    const random = seededRandom(seed);
    // After a third of the events or so, for somewhat longer than it has to be.
    const meanMillis = Array.from({ length: 300 }, () => interval(random, 0)).reduce((sum, each) => sum + each) / 300;
    const fault: Fault = {
      kind,
      at: 1_000 + meanMillis * (150 + 100 * random()),
      lasts: silentMillis * (1 + random()),
      numbers: 7,
    };
    const [row] = runWorld({ random, interval, events: 500, faults: [fault] });
    const seen = seenIn(row as FeedRow);
    const isRight = Object.entries(TRUTH[kind]).every(
      ([field, truth]) => String(seen[field as keyof Seen]) === String(truth),
    );
    if (!isRight) wrong.push({ name, kind, seed, fault, seen });
  }
  expect(wrong.length / CASES.length).toBeLessThanOrEqual(0.05);
});

it.each([...FEEDS, ...HARD].map(([name, interval]) => ({ name, interval })))(
  'accuses nobody in a healthy run: $name',
  ({ interval }) => {
    for (let seed = 1; seed <= 15; seed++) {
      const random = seededRandom(seed * 7_919);
      const [row] = runWorld({ random, interval, events: 4_000 });
      expect([seed, seenIn(row as FeedRow)]).toEqual([seed, NOTHING]);
    }
  },
);
