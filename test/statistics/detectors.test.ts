// Whether detectors are right, on made-up programs of which the truth is known. `npm run detectors` tries more of them.

import { DETECTORS } from '../../src/analysis/detectors/index.js';
import { isKept, MOST_GAIN_ERROR } from '../harness/detectors/detector-tables.js';
import { gainErrors } from '../harness/detectors/gains.js';
import { scoreOf } from '../harness/detectors/trials.js';
import { WORLDS } from '../harness/detectors/worlds.js';

/** Programs of each side. */
const EACH = 12;
/** Of each program that has a repaired form. */
const SEEDS = 2;
/** Of fewer, many programs are one. */
const LEAST_KINDS = 4;

it('tries every detector', () => {
  expect(Object.keys(WORLDS)).toEqual(DETECTORS.map(({ id }) => id));
});

it.each(Object.entries(WORLDS))('%s: tries four kinds of programs or more of each side', (_, worlds) => {
  const having = worlds.filter(({ has }) => has).length;
  expect(Math.min(having, worlds.length - having)).toBeGreaterThanOrEqual(LEAST_KINDS);
});

it.each(Object.entries(WORLDS))(
  '%s: 19 of 20 that it names have the problem, and it misses at most one in ten',
  (id, worlds) => {
    const score = scoreOf(id, worlds, EACH);
    expect([score.mistakes, isKept(score)]).toEqual([expect.anything(), true]);
  },
);

it.each([
  'memoisable-functions',
  'pool-too-small',
  'queries-in-a-loop',
  'reads-in-every-tick',
  'repeated-indicators',
  'sequential-statements',
  'synchronous-calls',
  'whole-window-indicators',
  'writes-in-every-tick',
])('%s: with the repair p95 is what the finding says', (id) => {
  const errors = gainErrors(id, WORLDS[id] ?? [], SEEDS);
  expect(errors.length).toBeGreaterThan(0);
  expect(Math.max(...errors)).toBeLessThanOrEqual(MOST_GAIN_ERROR);
});
