// A trading bot: replays real trades through three strategies and records everything in PostgreSQL.
//
//   node bot.mjs --database postgres://postgres@127.0.0.1:5432/postgres --rate 50 --habits none

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseService } from './database-service.mjs';
import { databaseBusyNanos } from './database-meter.mjs';
import { BoundedCache, UnboundedCache } from './habits/context-cache.mjs';
import { OneByOneReview, WholeReview } from './habits/position-review.mjs';
import { BufferedStateKeeper, SyncStateKeeper } from './habits/state-keeper.mjs';
import { RecomputedProfile, SharedProfile } from './habits/volume-profile.mjs';
import { WrongArgument, readOptions } from './options.mjs';
import { Stopwatch } from './stopwatch.mjs';
import { TradeFeed } from './trade-feed.mjs';
import { tradesBefore, readTape, replay } from './trade-tape.mjs';
import { TradingOrchestrator } from './trading-orchestrator.mjs';

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
  const Review = habits.has('query-per-position') ? OneByOneReview : WholeReview;
  const Profile = habits.has('redundant-indicators') ? RecomputedProfile : SharedProfile;
  const Cache = habits.has('unbounded-cache') ? UnboundedCache : BoundedCache;
  const keeper = habits.has('sync-write')
    ? new SyncStateKeeper(folder, STRATEGIES, options['state-bytes'])
    : new BufferedStateKeeper(folder);
  const busyBefore = databaseBusyNanos();
  const stopwatch = new Stopwatch(count);
  const orchestrator = new TradingOrchestrator({
    database,
    stopwatch,
    options,
    keeper,
    profile: new Profile(tradesBefore(tape, options.window)),
    review: new Review(database, ids),
    cache: new Cache(options['entry-bytes']),
  });

  try {
    await new TradeFeed(replay(tape, count), options.rate).run((tick) => orchestrator.onTick(tick));
  } finally {
    await keeper.close();
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
