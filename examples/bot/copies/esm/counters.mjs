// Counts what the bot does, at the place where it does it. Plain increments, from the start of the process.

const counts = { ticks: 0, indicatorCalls: {}, databaseCalls: {}, statements: 0 };

function countTick() {
  counts.ticks += 1;
}

/** Stands beside each outermost call; what an indicator calls inside is its own business.
 * @param {string} name
 */
function countIndicator(name) {
  counts.indicatorCalls[name] = (counts.indicatorCalls[name] ?? 0) + 1;
}

/** @param {string} method */
function countDatabaseCall(method) {
  counts.databaseCalls[method] = (counts.databaseCalls[method] ?? 0) + 1;
}

function countStatement() {
  counts.statements += 1;
}

export { counts, countTick, countIndicator, countDatabaseCall, countStatement };
