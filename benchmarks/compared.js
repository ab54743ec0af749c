// What the runs of a round say about each other.

const { spreadOf } = require('./statistics.js');

/** What a platform cannot measure is null in JSON, and null would count as nothing. */
const valuesOf = (runs, name, key) => runs.get(name).map((run) => run[key] ?? Number.NaN);

/** @returns {number[]} by round: what a variant adds to the bare program of the same round */
exports.addedByRound = (runs, name, key, bare = 'bare') => {
  const before = valuesOf(runs, bare, key);
  return valuesOf(runs, name, key).map((value, round) => value - before[round]);
};

/** @returns {number[]} by round: what one variant adds, as a share of what another adds */
exports.ratioByRound = (runs, name, to, key) => {
  const others = exports.addedByRound(runs, to, key);
  return exports.addedByRound(runs, name, key).map((added, round) => added / others[round]);
};

/** @returns {{ name: string, [key: string]: object }[]} a row for each variant: the bare one as it is, the others less it */
exports.rowsOf = (runs, keys) =>
  [...runs.keys()].map((name) => {
    const values = (key) => (name === 'bare' ? valuesOf(runs, name, key) : exports.addedByRound(runs, name, key));
    return { name, ...Object.fromEntries(keys.map((key) => [key, spreadOf(values(key))])) };
  });
