// Functions whose results could be kept are named, and none that gives another result, keeps something or does something beside.

import { formatShare } from '../../src/model/format-units.js';
import type { Share } from '../../src/model/units.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

const PROGRAM = [fixture('indicators/memoisable.cjs')];

let recorded: Recorded;
let truth: { readonly calls: number; readonly hits: number };
beforeAll(async () => {
  recorded = await runRecorded(PROGRAM);
  truth = JSON.parse(recorded.stdout) as typeof truth;
});

it('changes nothing of the program', async () => {
  const { stdout, stderr, code } = recorded;
  expect({ stdout, stderr, code, signal: null }).toEqual(await runBare(PROGRAM));
});

it('names the function that gives the same for the same, and no other one of the program', () => {
  const found = recorded.report.findings.filter(({ id }) => id === 'memoisable-functions');
  const ofProgram = found.filter(({ location }) => location !== undefined);
  expect(ofProgram.map(({ evidence }) => evidence['function'])).toEqual(['calculateVwap']);
  expect(ofProgram[0]?.location).toMatch(/memoisable\.cjs:\d+$/);
  expect(ofProgram[0]?.evidence['calls with an input that came before']).toBe(
    formatShare((truth.hits / truth.calls) as Share),
  );
});

it('follows the function of a library too', () => {
  const rows = recorded.report.operations.filter(({ kind }) => kind === 'indicator');
  expect(rows.map(({ name }) => name)).toContain('technicalindicators.sma');
  const followed = recorded.segments.flatMap(({ operations }) =>
    operations.filter(({ indicator }) => indicator?.pureCalls !== undefined).map(({ name }) => name),
  );
  expect([...new Set(followed)].toSorted()).toEqual(['calculateVwap', 'technicalindicators.sma']);
});

it('keeps hashes and counts, and nothing of what was given', () => {
  const hasPrice = /\d{6}\.0625/.test(JSON.stringify([recorded.segments, recorded.report]));
  expect(hasPrice).toBe(false);
});
