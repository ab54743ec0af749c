// The command line. A wrong argument ends the bot with code 2 and one line that says what to do.

const { parseArgs } = require('node:util');

const HABITS = [
  'sync-write',
  'insert-per-trade',
  'query-per-position',
  'redundant-indicators',
  'unindexed-lookup',
  'unbounded-cache',
];

/** name: [default, smallest, whole numbers only] */
const NUMBERS = {
  rate: [50, 0, false],
  loops: [1, 1, true],
  ticks: [0, 0, true],
  positions: [25, 1, true],
  'review-every': [10, 1, true],
  'reference-every': [10, 1, true],
  'state-every': [1, 1, true],
  'state-bytes': [4_000_000, 1, true],
  'profile-every': [1, 1, true],
  window: [1_000, 250, true],
  'entry-bytes': [16_384, 2_048, true],
};

const TEXTS = ['habits', 'repairs', 'database', 'timing', 'state-dir'];
const REPAIRS = ['best', 'advised'];

class WrongArgument extends Error {}

/** @param {string} name @param {any} given @returns {number} */
function readNumber(name, given) {
  const [standard, least, whole] = NUMBERS[name];
  if (given === undefined) return standard;
  const value = String(given).trim() === '' ? NaN : Number(given);
  if (Number.isFinite(value) && value >= least && (!whole || Number.isSafeInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new WrongArgument(
    `--${name} ${given} is not ${kind} from ${least}. Write, for example, --${name} ${standard || 500}.`,
  );
}

/** @param {string} given @returns {Set<string>} */
function readHabits(given) {
  if (given === 'all') return new Set(HABITS);
  if (given === 'none') return new Set();
  const names = given.split(',');
  const unknown = names.find((name) => !HABITS.includes(name));
  if (unknown === undefined) return new Set(names);
  throw new WrongArgument(`--habits ${given} holds "${unknown}". Use all, none, or a list of ${HABITS.join(', ')}.`);
}

/** @param {string[]} argv @returns {any} the values, by the names of the flags */
function readOptions(argv) {
  const known = [...Object.keys(NUMBERS), ...TEXTS];
  /** @type {any} */
  const flags = Object.fromEntries(known.map((name) => [name, { type: 'string' }]));
  // Not strict: the messages of parseArgs are long and do not say which flags there are.
  /** @type {any} */
  const parsed = parseArgs({ args: argv, options: flags, strict: false, allowPositionals: true });
  const { values, positionals } = parsed;
  for (const [name, value] of Object.entries(values)) {
    if (!known.includes(name)) throw new WrongArgument(`--${name} is not a flag. Use --${known.join(', --')}.`);
    if (typeof value !== 'string' || value === '')
      throw new WrongArgument(`--${name} has no value. Write --${name} VALUE.`);
  }
  if (positionals.length > 0) {
    throw new WrongArgument(`"${positionals[0]}" is not a flag. Use --${known.join(', --')}.`);
  }
  const repairs = values.repairs ?? 'best';
  if (!REPAIRS.includes(repairs)) throw new WrongArgument(`--repairs ${repairs} is none. Use ${REPAIRS.join(' or ')}.`);
  const database = values.database ?? process.env.DATABASE_URL;
  if (!database)
    throw new WrongArgument('--database is missing. Write --database postgres://..., or set DATABASE_URL.');
  if (!URL.canParse(database) || !/^postgres(ql)?:\/\//.test(database)) {
    throw new WrongArgument(
      `--database ${database} is not a connection string. Write postgres://user:password@host:port/name.`,
    );
  }
  const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, readNumber(name, values[name])]));
  return { ...values, ...numbers, repairs, database, habits: readHabits(values.habits ?? 'all') };
}

module.exports = { HABITS, WrongArgument, readOptions };
