// Functions whose results could be kept are named, and none that gives another result, keeps something or does something beside.

import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { HitRatioCurve } from '../../src/analysis/hit-ratio-curve.js';
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

it('follows the function that gives the same for the same, and one of a library; no other can be advised', () => {
  const merged = mergeRecordSegments(recorded.segments)?.operations ?? [];
  const followed = merged.flatMap(({ name, indicator }) => {
    const calls = indicator?.pureCalls;
    return calls === undefined ? [] : [{ name, calls }];
  });
  expect(followed.map(({ name }) => name).toSorted()).toEqual(['calculateVwap', 'technicalindicators.sma']);
  for (const { calls } of followed) {
    const { reuse, compared, differed } = calls;
    expect(reuse).toMatchObject({ lookUps: truth.calls, firsts: truth.calls - truth.hits, missed: 0, halvings: 0 });
    expect(new HitRatioCurve(reuse).most).toBe(truth.hits / truth.calls);
    expect(differed).toBe(0);
    expect(compared).toBeGreaterThan(truth.hits / 8);
  }
});

it('names no other one in what was found', () => {
  const found = recorded.report.findings.filter(({ id }) => id === 'memoisable-functions');
  const others = found.filter(
    ({ evidence }) => !/^(?:calculateVwap|technicalindicators\.sma)$/.test(String(evidence['function'])),
  );
  expect(others).toEqual([]);
});

it('keeps hashes and counts, and nothing of what was given', () => {
  const hasPrice = /(?<!\d)\d{6}\.0625/.test(JSON.stringify([recorded.segments, recorded.report]));
  expect(hasPrice).toBe(false);
});
