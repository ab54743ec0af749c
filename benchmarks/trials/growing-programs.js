// Made-up programs, a segment a minute or so: those whose operations stay as they are, with all that makes times move, and those that grow.

const { normalFrom } = require('./noise.js');

// Looked up once: in Jest's contexts, a global takes longer than what it computes.
const { exp, log, max, min, PI, round, sin, sqrt } = Math;

/** However long the run is: the cells of time are as long as they have to be. */
const SEGMENTS = 60;
const BEGIN = Date.UTC(2026, 0, 1);
/** The spread of the logarithms of an operation's durations. */
const CALL_SD = 0.5;

/** AR(1), a value a segment. */
function drifting(normal, share, sd) {
  let value = sd * normal();
  return () => (value = share * value + sqrt(1 - share * share) * sd * normal());
}

/**
 * What happens to all operations of a program that does not grow. Each makes, for one program, a function from the share of the run that is over (0
 * to 1) and the operation's number to what its times are multiplied by, and the calls that it has.
 */
exports.CONSTANT = {
  'nothing happens': () => ({}),
  'compiling: times fall by half': (random) => {
    const until = 0.02 + 0.2 * random();
    return { factor: (over) => 1 + exp(-over / until) };
  },
  'garbage: 3 % of calls take a millisecond more': () => ({ pauses: 0.03 }),
  'a noisy machine': (random, normal) => ({ machine: drifting(normal, 0.9, 0.15) }),
  'a very noisy machine': (random, normal) => ({ machine: drifting(normal, 0.97, 0.3) }),
  'each operation drifts by itself': (random, normal) => ({ each: () => drifting(normal, 0.9, 0.15) }),
  'a change to half as much again': (random) => {
    const [at, least] = [random(), random() < 0.5 ? 1 : 0];
    return { factor: (over, operation) => (over > at && operation % 2 >= least ? 1.5 : 1) };
  },
  'a slow change, one operation': (random) => {
    const [at, lasts] = [random(), 0.1 + 0.1 * random()];
    return { factor: (over, operation) => (operation > 0 ? 1 : 1 + 0.6 * min(1, max(0, (over - at) / lasts))) };
  },
  'load rises to three times': (random, normal) => {
    const noise = drifting(normal, 0.5, 0.1);
    return { load: (over) => (1 + 2 * over) * exp(noise()), timesWithLoad: 0.4 };
  },
  'load comes in waves': (random, normal) => {
    const [waves, phase] = [0.3 + 3 * random(), 2 * PI * random()];
    const noise = drifting(normal, 0.5, 0.1);
    return { load: (over) => (2 + 1.5 * sin(2 * PI * waves * over + phase)) * exp(noise()), timesWithLoad: 0.4 };
  },
  'a cache fills': (random) => {
    const until = 0.05 + 0.2 * random();
    return { factor: (over, operation) => (operation > 0 ? 1 : 2 - exp(-over / until)) };
  },
};

/** How the times of a growing operation go on from its first: `rise` times as much at the end of what is seen. */
exports.LAWS = {
  linear: (rise) => (over) => 1 + (rise - 1) * over,
  quadratic: (rise) => (over) => 1 + (rise - 1) * over * over,
};

/** @returns {{ fromUnixMillis: number, toUnixMillis: number, groups: object[], operations: object[] }[]} */
exports.segmentsOf = (
  { ExponentialHistogram },
  random,
  { minutes, operations, callsPerSegment, happens, typicalNanos = 100_000, grows },
) => {
  const normal = normalFrom(random);
  const {
    factor = () => 1,
    machine = () => 0,
    each,
    load = () => 1,
    timesWithLoad = 0,
    pauses = 0,
  } = happens(random, normal);
  const alone = Array.from({ length: operations }, () => (each === undefined ? () => 0 : each()));
  const millis = (minutes * 60_000) / SEGMENTS;
  return Array.from({ length: SEGMENTS }, (_, place) => {
    const over = (place + 0.5) / SEGMENTS;
    const [level, loadNow] = [machine(), load(over)];
    const rows = alone.map((drift, operation) => {
      const own = operation === 0 && grows !== undefined ? grows(over) : 1;
      const middle = log(typicalNanos * own * factor(over, operation)) + level + drift() + timesWithLoad * log(loadNow);
      const durations = new ExponentialHistogram(4);
      for (let call = round(callsPerSegment * loadNow); call > 0; call--) {
        const nanos = exp(middle + CALL_SD * normal()) + (pauses > 0 && random() < pauses ? 1e6 : 0);
        durations.record(round(nanos));
      }
      return { kind: 'indicator', name: `operation ${operation}`, durations: durations.toData() };
    });
    const fromUnixMillis = BEGIN + place * millis;
    return { fromUnixMillis, toUnixMillis: fromUnixMillis + millis, groups: [], operations: rows };
  });
};

exports.BEGIN = BEGIN;
