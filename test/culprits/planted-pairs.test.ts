// Two culprits in each program, of weights that the program measures itself: the ranking has to have them in their order, with their
// shares.

import type { Report } from '../../src/model/report/report.js';
import { markedLine, runPlanted, startDatabase, stopDatabase } from './planted-program.js';

jest.setTimeout(120_000);

/** Points of a share that the report may be off. */
const WITHIN_SHARE = 0.05;
/** On a machine that does other work too, that has a part in the slow responses. */
const LEAST_SHARE = 0.9;

/** Milliseconds of each, in the order in which a tick does them. */
const PAIRS: readonly (readonly [first: string, second: string])[] = [
  ['calculateEma:4', 'findRisk:9'],
  ['findRisk:10', 'findLimit:4'],
  ['evaluate:10', 'calculateEma:4'],
  ['askVenue:10', 'writeState:4'],
  ['resolve:10', 'calculateEma:4'],
  ['sleep:12', 'findLimit:4'],
  ['evaluate:4', 'findLimit:10'],
  ['findRisk:10', 'evaluate:4'],
  ['writeState:10', 'calculateEma:4'],
  ['askVenue:4', 'sleep:12'],
  ['sleep:12', 'writeState:5'],
  ['fitModel:10', 'findLimit:4'],
  ['signOrder:5', 'sleep:12'],
  ['encodeBook:10', 'askVenue:4'],
  ['checkComment:4', 'resolve:10'],
  ['derive:12', 'calculateEma:4'],
];

/** Functions below the handler: their time is the tick's, by the samples of the profile. */
const IN_HANDLER: ReadonlySet<string> = new Set(['fitModel', 'signOrder', 'encodeBook', 'checkComment']);
/** What the rows of the others are called; of what stands in the handler itself, by the line of its mark. */
const NAMES: Readonly<Record<string, string>> = {
  calculateEma: 'calculateEma',
  evaluate: 'MomentumStrategy.evaluate',
  writeState: 'fs.writeFileSync',
  askVenue: '/venues/',
  findRisk: 'SELECT pg_sleep($1)',
  findLimit: 'AS limits',
};

beforeAll(startDatabase);
afterAll(stopDatabase);

const PROGRAM = 'two-culprits.js';
const nameOf = (thing: string): string => thing.split(':')[0] ?? '';

function rowName(name: string): string {
  return NAMES[name] ?? `culprits/${PROGRAM}:${markedLine(PROGRAM, name)}`;
}

function shareOf({ ranking, profile }: Report, name: string): number {
  if (!IN_HANDLER.has(name)) {
    const rows = ranking.filter((row) => `${row.name} ${row.location ?? ''}`.includes(rowName(name)));
    return rows.reduce((sum, { share }) => sum + share, 0);
  }
  const tick = ranking.find(({ kind }) => kind === 'tick');
  const frames = profile?.rows.find((row) => row.scope === 'operation' && row.kind === 'tick')?.frames ?? [];
  const own = frames.filter((frame) => frame.name === name || frame.within?.startsWith(name) === true);
  return (tick?.share ?? 0) * own.reduce((sum, { share }) => sum + share, 0);
}

it.each(PAIRS)('ranks %s and %s by their weights', async (...pair) => {
  const names = pair.map(nameOf);
  const { recorded, account } = await runPlanted(
    [PROGRAM, ...pair],
    {},
    ({ shares }) => names.reduce((sum, name) => sum + (shares[name] ?? 0), 0) >= LEAST_SHARE,
  );
  const [first = NaN, second = NaN] = names.map((name) => shareOf(recorded.report, name));
  const [ownFirst = NaN, ownSecond = NaN] = names.map((name) => account.shares[name]);
  const said = JSON.stringify({ pair, found: [first, second], own: [ownFirst, ownSecond] });
  expect([said, first > second]).toEqual([said, ownFirst > ownSecond]);
  expect([said, Math.abs(first - ownFirst) <= WITHIN_SHARE, Math.abs(second - ownSecond) <= WITHIN_SHARE]).toEqual([
    said,
    true,
    true,
  ]);
});
