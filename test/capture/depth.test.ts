// The depth that recursions of measured functions keep, of what they reach bare.
//
// The stack is full when so many bytes are used, whatever else the machine does, so the figures of one Node.js are the same in every run. The
// bounds leave room for other versions: `node test/fixtures/capture/depth.cjs` prints the levels, bare or under the preload.

import { countsOf, fixture, type Outcome, runBare, runRecorded } from '../support/programs.js';

type Levels = Readonly<Record<string, number>>;

/** The least share of the levels, by what is recursive. */
const LEAST_SHARES: Levels = {
  'a method that calls itself, whose arguments are not looked at': 0.97,
  'a function that calls itself': 0.75,
  'two functions that call each other': 0.75,
  'objects that call each other': 0.62,
  'objects that call each other, with three locals': 0.68,
};

function levelsIn({ stdout, stderr }: Outcome): Levels {
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Levels;
}

it('keeps most of the depth of every recursion', async () => {
  const program = [fixture('capture/depth.cjs')];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  const bareLevels = levelsIn(bare);
  const levels = levelsIn(recorded);
  expect(Object.keys(levels)).toEqual(Object.keys(LEAST_SHARES));
  const tooFew = Object.entries(levels)
    .map(([form, reached]) => ({ form, reached, bare: bareLevels[form] as number }))
    .filter(({ form, reached, bare: whole }) => reached / whole < (LEAST_SHARES[form] as number));
  expect(tooFew).toEqual([]);

  // They were measured; of an indicator inside of an indicator only the outer one counts.
  expect(Object.keys(countsOf(recorded.report, 'indicator')).toSorted()).toEqual([
    'MacdIndicator.update',
    'RsiIndicator.update',
    'calculateEma',
    'calculateSma',
  ]);
  expect(Object.keys(countsOf(recorded.report, 'database'))).toEqual(['TradeRepository.findAll']);
});
