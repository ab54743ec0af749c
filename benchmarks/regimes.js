// When ticks come, and which shape is measured how often in which regime.

const HOT = { ticksPerTurn: 1_000, everyMillis: 0 };
const BURSTS = { ticksPerTurn: 20, everyMillis: 1 };
const each = (perSecond) => ({ ticksPerTurn: 1, everyMillis: 1_000 / perSecond });

/**
 * Rates from a program's start have no warm-up: at 100 ticks a second V8 needs minutes to compile everything, so a bot
 * lives with its cold code. Six seconds after the ticks hold what stock puts off (5 s) and Tickscope does.
 */
exports.REGIMES = {
  hot: { title: 'hot loop', rhythm: HOT, warmRhythm: HOT, settleSeconds: 0 },
  warm: { title: '20 ticks a millisecond', rhythm: BURSTS, warmRhythm: BURSTS, settleSeconds: 0 },
  thousand: { title: '1,000 ticks a second', rhythm: each(1_000), warmRhythm: BURSTS, settleSeconds: 0 },
  hundred: { title: '100 ticks a second, from start', rhythm: each(100), warmRhythm: HOT, settleSeconds: 6 },
  ten: { title: '10 ticks a second, from start', rhythm: each(10), warmRhythm: HOT, settleSeconds: 6 },
};

const planned = (regime, shape, rounds, ticks, warmup) => ({ regime, shape, rounds, ticks, warmup });

/** About 25 minutes with five variants. */
const FULL = [
  planned('hot', '1', 3, 40_000, 20_000),
  planned('hot', '9', 3, 40_000, 20_000),
  planned('hot', '23', 7, 40_000, 20_000),
  planned('hot', '60', 3, 20_000, 10_000),
  planned('hot', 'asynchronous', 3, 40_000, 20_000),
  planned('hot', 'queries', 3, 10_000, 5_000),
  planned('warm', '23', 5, 20_000, 10_000),
  planned('warm', 'asynchronous', 3, 20_000, 10_000),
  planned('warm', 'queries', 3, 6_000, 3_000),
  planned('thousand', '23', 7, 3_000, 10_000),
  planned('thousand', 'asynchronous', 3, 3_000, 10_000),
  planned('thousand', 'queries', 3, 3_000, 3_000),
  planned('hundred', '23', 5, 300, 0),
  planned('hundred', 'asynchronous', 3, 300, 0),
  planned('hundred', 'queries', 3, 300, 0),
  planned('ten', '23', 3, 60, 0),
];

const QUICK = [
  planned('hot', '23', 1, 5_000, 5_000),
  planned('hot', 'asynchronous', 1, 5_000, 5_000),
  planned('warm', '23', 1, 4_000, 4_000),
  planned('thousand', '23', 1, 500, 2_000),
  planned('hundred', '23', 1, 100, 0),
  planned('ten', '23', 1, 10, 0),
];

exports.planOf = (isQuick) => (isQuick ? QUICK : FULL);

/** In a quick run nothing waits for what was put off. */
exports.givenOf = ({ regime, shape, ticks, warmup }, isQuick) => {
  const { rhythm, warmRhythm, settleSeconds } = exports.REGIMES[regime];
  return { shape, rhythm, warmRhythm, ticks, warmup, settleSeconds: isQuick ? 0 : settleSeconds };
};
