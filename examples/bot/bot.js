// A trading bot: replays real trades through three strategies and records everything in PostgreSQL.
//
//   node bot.js --database postgres://postgres@127.0.0.1:5432/postgres --rate 50 --habits none

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseService } = require('./database-service');
const { databaseBusyNanos } = require('./database-meter');
const { BoundedCache, UnboundedCache } = require('./habits/context-cache');
const { AwaitedJournal, BatchedJournal, TradesBatchedJournal } = require('./habits/journal');
const { OneByOneReview, OneQueryReview, WholeReview } = require('./habits/position-review');
const { BufferedStateKeeper, SyncStateKeeper } = require('./habits/state-keeper');
const { RecomputedProfile, SharedProfile } = require('./habits/volume-profile');
const { WrongArgument, readOptions } = require('./options');
const { Stopwatch } = require('./stopwatch');
const { TradeFeed } = require('./trade-feed');
const { tradesBefore, readTape, replay } = require('./trade-tape');
const { TradingOrchestrator } = require('./trading-orchestrator');

const STRATEGIES = ['momentum', 'mean-reversion', 'breakout'];

/** @param {DatabaseService} database @param {any} options @returns {Promise<void>} */
async function setUp(database, options) {
  await database.connect();
  await database.dropTables();
  await database.createTables();
  await database.seedPositions(options.positions);
  await database.seedReferences();
  if (!options.habits.has('unindexed-lookup')) await database.createReferenceIndex();
  await database.analyze();
}

/** @param {DatabaseService} database @param {any} options @param {string} folder @returns {Promise<void>} */
async function replayTape(database, options, folder) {
  const { habits } = options;
  const tape = readTape();
  const all = tape.length * options.loops;
  const count = options.ticks > 0 ? Math.min(options.ticks, all) : all;
  const ids = Array.from({ length: options.positions }, (_, index) => index + 1);
  const isAdvised = options.repairs === 'advised';
  const RepairedReview = isAdvised ? OneQueryReview : WholeReview;
  const Review = habits.has('query-per-position') ? OneByOneReview : RepairedReview;
  const Profile = habits.has('redundant-indicators') ? RecomputedProfile : SharedProfile;
  const Cache = habits.has('unbounded-cache') ? UnboundedCache : BoundedCache;
  const keeper = habits.has('sync-write')
    ? new SyncStateKeeper(folder, STRATEGIES, options['state-bytes'])
    : new BufferedStateKeeper(folder);
  const review = new Review(database, ids);
  const RepairedJournal = isAdvised ? TradesBatchedJournal : BatchedJournal;
  const Journal = habits.has('insert-per-trade') ? AwaitedJournal : RepairedJournal;
  const journal = new Journal(database);
  const busyBefore = databaseBusyNanos();
  const stopwatch = new Stopwatch(count);
  const orchestrator = new TradingOrchestrator({
    database,
    stopwatch,
    options,
    keeper,
    profile: new Profile(tradesBefore(tape, options.window)),
    review,
    cache: new Cache(options['entry-bytes']),
    journal,
  });

  try {
    await new TradeFeed(replay(tape, count), options.rate).run((tick) => orchestrator.onTick(tick));
  } finally {
    await keeper.close();
    await journal.close();
    await review.close();
  }
  const { portfolio } = orchestrator;
  console.log(`trades ${orchestrator.trades}, orders ${portfolio.orders}, profit ${portfolio.profit.toFixed(2)} USD`);
  if (options.timing) stopwatch.write(options.timing, databaseBusyNanos() - busyBefore);
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  const database = new DatabaseService(options.database);
  const folder = fs.mkdtempSync(path.join(options['state-dir'] ?? os.tmpdir(), 'trading-bot-'));
  try {
    await setUp(database, options);
    await replayTape(database, options, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    await database.close();
  }
}

main().catch((error) => {
  const hint = error.code === 'ECONNREFUSED' ? '. Is the database running at the address of --database?' : '';
  console.error(`bot: ${error.message || error.code}${hint}`);
  process.exitCode = error instanceof WrongArgument ? 2 : 1;
});
