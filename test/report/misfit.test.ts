import { COMPARED_PARTS } from '../../src/report/schema/compared-parts.js';
import { misfit } from '../../src/report/schema/misfit.js';
import { noTicks, overloaded, rich, warmUpOnly } from './sample-reports.js';

const stored = (report: unknown): unknown => JSON.parse(JSON.stringify(report));

it.each([
  ['rich', rich],
  ['without ticks', noTicks],
  ['overloaded', overloaded],
  ['of a warm-up', warmUpOnly],
])('finds nothing in the report that is %s', (_, report) => {
  expect(misfit(stored(report), COMPARED_PARTS)).toBeUndefined();
});

it.each<[object, string]>([
  [{ ticks: undefined }, 'ticks is missing'],
  [{ ticks: 5 }, 'ticks is 5, and no object'],
  [{ ticks: null }, 'ticks is of type null, and no object'],
  [{ operations: {} }, 'operations is of type object, and no array'],
  [{ ticks: { ...rich.ticks, p95Nanos: 'fast' } }, 'ticks.p95Nanos is "fast", and no number'],
  [{ ticks: { ...rich.ticks, underTargetShare: 1.1 } }, 'ticks.underTargetShare is 1.1, which is above 1'],
  [
    { operations: [rich.operations[0], { ...rich.operations[1], count: -1 }] },
    'operations[1].count is -1, which is below 0',
  ],
  [{ memory: { rssBytes: 5 } }, 'memory.peakRssBytes is missing'],
])('says what is wrong with %j', (change, text) => {
  expect(misfit(stored({ ...rich, ...change }), COMPARED_PARTS)).toBe(text);
});

it('takes fields and kinds that a later version adds', () => {
  const [operation] = rich.operations;
  const report = { ...rich, timeline: [], operations: [{ ...operation, kind: 'gpu' }] };
  expect(misfit(stored(report), COMPARED_PARTS)).toBeUndefined();
});
