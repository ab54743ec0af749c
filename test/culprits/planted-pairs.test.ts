// Two culprits in each program, of weights that the program measures itself: the ranking has to have them in their order, each with its
// share.

import type { RankedOperation } from '../../src/model/report/ranking-report.js';
import { fixture } from '../support/programs.js';
import { COLLECTIONS, OTHER_TICKS, ownAccount, type OwnAccount } from './own-account.js';
import { type Account, markedLine, runPlanted, startDatabase, stopDatabase } from './planted-program.js';

jest.setTimeout(120_000);

/** Points that a share may be off. */
const WITHIN_SHARE = 0.05;
/** On a machine that does other work too, the program does not know what its slow responses were, and waits for a processor wherever it is. */
const LEAST_KNOWN = 0.6;
const MOST_QUEUED = 0.2;
/** Of what the program knows, so much may be other rows of the report: the handler's own lines, and what held the loop for a moment. */
const MOST_ELSEWHERE = 0.1;

/** Milliseconds of each, about, in the order in which a trade meets them. */
const PAIRS: readonly (readonly [first: string, second: string])[] = [
  ['fitModel:10', 'findRisk:4'],
  ['encodeBook:4', 'askVenue:10'],
  ['signOrder:4', 'sleep:12'],
  ['checkComment:10', 'resolve:4'],
  ['writeState:10', 'calculateEma:8'],
  ['collect:5', 'findLimit:4'],
  ['findRisk:10', 'findLimit:4'],
  ['findSizes:8', 'evaluate:4'],
  ['pool:12', 'calculateEma:4'],
  ['lock:12', 'writeState:10'],
  ['derive:12', 'calculateEma:3'],
  ['race:10', 'signOrder:4'],
  ['rebalance:14', 'findRisk:4'],
  ['rebalance:14', 'evaluate:1'],
  ['onDepth:14', 'rebalance:7'],
  ['writeLog:10', 'evaluate:3'],
];

type IsRow = (row: RankedOperation) => boolean;
const PROGRAM = 'two-culprits.js';
const row =
  (kind: string, beginning: string): IsRow =>
  (each) =>
    each.kind === kind && each.name.startsWith(beginning);
const HANDLER = row('tick', 'TradingBot.onTick');
const AWAIT = row('untraced', `TradingBot.onTick at test/fixtures/culprits/${PROGRAM}:${markedLine(PROGRAM, 'wait')}`);

/** Functions below the handler are the handler's own time. */
const ROWS: Readonly<Record<string, IsRow>> = {
  fitModel: HANDLER,
  encodeBook: HANDLER,
  signOrder: HANDLER,
  checkComment: HANDLER,
  calculateEma: HANDLER,
  evaluate: row('internal', 'MomentumStrategy.evaluate'),
  writeState: row('internal', 'fs.writeFileSync'),
  writeLog: row('internal', 'fs.writeSync'),
  collect: row('wait', 'gc'),
  findRisk: row('query', 'SELECT pg_sleep($1),'),
  findLimit: row('query', 'SELECT pg_sleep($1::float8) AS limits'),
  findSizes: row('query', 'SELECT pg_sleep(?), $1::int AS size'),
  askVenue: row('external', 'GET '),
  pool: row('wait', 'pool'),
  resolve: AWAIT,
  sleep: AWAIT,
  derive: AWAIT,
  lock: AWAIT,
  race: AWAIT,
  rebalance: row('wait', 'loop: timer rebalance'),
  onDepth: (each) => row('tick', 'TradingBot.onDepth')(each) || row('wait', 'loop: tick TradingBot.onDepth')(each),
};
const HOLDERS: ReadonlySet<string> = new Set(['rebalance', 'onDepth']);

/** How far the worse of the two shares was off. */
const off = new Map<string, number>();

beforeAll(startDatabase);
afterAll(stopDatabase);
afterAll(() => console.log('points of share', Object.fromEntries([...off].map(([pair, by]) => [pair, 100 * by]))));

const nameOf = (thing: string): string => thing.split(':')[0] as string;
/** What the program's notes call it. */
const notedAs = (name: string): string => (name === 'collect' ? COLLECTIONS : name);

function shareOf(ranking: readonly RankedOperation[], isRow: IsRow): number {
  return ranking.filter(isRow).reduce((sum, { share }) => sum + share, 0);
}

it.each(PAIRS)('ranks %s and %s by their weights', async (...pair) => {
  const names = pair.map(nameOf);
  let own: OwnAccount | undefined;
  const isAsPlanted = ({ notes }: Account, slowTicks: number): boolean => {
    if (notes !== undefined) own = ownAccount(notes, slowTicks, HOLDERS);
    return own !== undefined && own.knownShare >= LEAST_KNOWN && (notes?.queuedShare ?? 0) <= MOST_QUEUED;
  };
  const { ranking } = (
    await runPlanted(
      [PROGRAM, ...pair],
      { nodeArguments: ['--expose-gc'], reader: fixture('culprits/slow-reader.js') },
      isAsPlanted,
    )
  ).recorded.report;
  const { shares, knownShare } = own as unknown as OwnAccount;
  const weights = names.map((name) => shares[notedAs(name)] ?? 0);
  // Of the rows that the program has notes of, because it has none of Tickscope, of its libraries and of the system.
  const noted = new Map(names.map((name) => [notedAs(name), shareOf(ranking, ROWS[name] as IsRow)]));
  if (!noted.has(COLLECTIONS)) noted.set(COLLECTIONS, shareOf(ranking, ROWS['collect'] as IsRow));
  if (OTHER_TICKS in shares) noted.set(OTHER_TICKS, shareOf(ranking, row('wait', 'loop: tick TradingBot.onTick')));
  const statedShare = [...noted.values()].reduce((sum, share) => sum + share, 0);
  const found = names.map((name) => (noted.get(notedAs(name)) as number) / statedShare);
  const places = names.map((name) => ranking.findIndex(ROWS[name] as IsRow));

  const said = JSON.stringify({ pair, found, weights, places, statedShare, knownShare });
  const isHeavier = (weights[0] as number) > (weights[1] as number);
  expect({ said, isFirst: (places[0] as number) < (places[1] as number) }).toEqual({ said, isFirst: isHeavier });
  const differences = found.map((share, place) => Math.abs(share - (weights[place] as number)));
  off.set(pair.join(' '), Math.max(...differences));
  const isRight = differences.every((difference) => difference <= WITHIN_SHARE);
  expect({ said, isRight }).toEqual({ said, isRight: true });
  expect({ said, isStated: statedShare >= knownShare - MOST_ELSEWHERE }).toEqual({ said, isStated: true });
});
