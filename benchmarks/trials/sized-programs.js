// Made-up operations that are given more and less: those whose times do not follow the size, with all that makes times move, and those that do.

const { normalFrom } = require('./noise.js');

// Looked up once: in Jest's contexts, a global takes longer than what it computes.
const { exp, floor, log, max, min, round, sqrt } = Math;

/** The spread of the logarithms of an operation's durations. */
const CALL_SD = 0.5;
/** Calls in which a machine stays as it is. */
const CALLS_IN_A_ROW = 50;

/** AR(1), a value a stretch of calls. */
function drifting(normal, share, sd) {
  let value = sd * normal();
  return () => (value = share * value + sqrt(1 - share * share) * sd * normal());
}

const byChance = (random, smallest, largest) => () => floor(smallest * (largest / smallest) ** random());
const growing = (random, smallest, largest) => (over) => floor(smallest + (largest - smallest) * over);

/** In which order sizes come: each call has its own, or a list becomes longer and longer. */
exports.ORDERS = { 'sizes by chance': byChance, 'a list that becomes longer': growing };

/**
 * What happens to an operation that does not grow with its size. Each makes, for one program, a function from the share of the calls that are over (0
 * to 1) and the size to what its times are multiplied by.
 */
exports.CONSTANT_SIZED = {
  'nothing happens': () => ({}),
  'compiling: times fall by half': (random) => {
    const until = 0.02 + 0.2 * random();
    return { factor: (over) => 1 + exp(-over / until) };
  },
  'garbage: 3 % of calls take a millisecond more': () => ({ pauses: 0.03 }),
  'a noisy machine': (_random, normal) => ({ machine: drifting(normal, 0.9, 0.15) }),
  'a very noisy machine': (_random, normal) => ({ machine: drifting(normal, 0.97, 0.3) }),
  'a change to twice as much': (random) => {
    const at = random();
    return { factor: (over) => (over > at ? 2 : 1) };
  },
  'nothing is computed below a period': (random) => {
    const period = 300 + 3_000 * random();
    return { factor: (_over, size) => (size < period ? 0.1 : 1) };
  },
  'larger than a cache of the processor': (random) => {
    const room = 500 + 3_000 * random();
    return { factor: (_over, size) => (size < room ? 1 : 1.4) };
  },
};

/** What the time of a call follows. */
exports.SIZE_SHAPES = {
  logarithm: (size) => log(size),
  root: (size) => sqrt(size),
  linear: (size) => size,
  linearithmic: (size) => size * log(size),
  quadratic: (size) => size * size,
};

/**
 * @param of the law, or `undefined` for none
 * @param share of the time of a call of the smallest size that follows the law; the rest is the same for all
 * @returns the cells of a record
 */
exports.sizedCells = (
  { SizeSums },
  random,
  { calls, smallest, largest, order, happens, of, share = 0.8, typicalNanos = 20_000 },
) => {
  const normal = normalFrom(random);
  const { factor = () => 1, machine = () => 0, pauses = 0 } = happens(random, normal);
  const sizeAt = order(random, smallest, largest);
  const trueNanos = exports.trueTimes({ of, share, smallest, typicalNanos });
  const sums = new SizeSums();
  let level = 0;
  for (let call = 0; call < calls; call++) {
    const over = (call + 0.5) / calls;
    if (call % CALLS_IN_A_ROW === 0) level = machine();
    const size = max(1, min(largest, sizeAt(over)));
    const nanos = trueNanos(size) * factor(over, size) * exp(level + CALL_SD * normal());
    sums.add('input', size, round(nanos + (pauses > 0 && random() < pauses ? 1e6 : 0)));
  }
  return sums.toRow().input;
};

/** @returns how long a call of a size typically takes */
exports.trueTimes = ({ of, share = 0.8, smallest, typicalNanos = 20_000 }) => {
  if (of === undefined) return () => typicalNanos;
  const from = of(smallest);
  return (size) => typicalNanos * (1 - share + (share * of(size)) / from);
};
