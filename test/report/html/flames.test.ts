import { flamesOf } from '../../../src/report/html/flames.js';
import type { FlameNode } from '../../../src/report/html/page-data.js';
import { rich } from '../sample-reports.js';

function nodesIn(node: FlameNode): FlameNode[] {
  return [node, ...node.children.flatMap(nodesIn)];
}

const [sampled, kept] = flamesOf(rich);

it('has the samples of the program, by operation and function', () => {
  expect(sampled?.unit).toBe('samples');
  expect(sampled?.root.value).toBe(rich.profile?.programSamples);
  const rows = rich.profile?.rows.filter(({ scope }) => scope === 'operation' || scope === 'outside') ?? [];
  expect(sampled?.root.children.map(({ value }) => value)).toEqual(rows.map(({ samples }) => samples));
  for (const operation of sampled?.root.children ?? []) {
    const inFunctions = operation.children.reduce((sum, { value }) => sum + value, 0);
    expect(inFunctions).toBeLessThanOrEqual(operation.value);
  }
});

it('has the kept ticks, those of one name as one', () => {
  expect(kept?.root.value).toBe(rich.slowest.reduce((sum, { durationNanos }) => sum + durationNanos, 0));
  expect(kept?.root.children.map(({ label, value }) => [label, value])).toEqual([
    ['onTick x3', 41_720_000],
    ['onCandle', 8_200_000],
  ]);
  expect(nodesIn(kept!.root).find(({ label }) => label === 'SELECT * FROM candles WHERE id = $1 x40')?.value).toBe(
    6_000_000,
  );
});

it('has none without samples and without ticks', () => {
  const { profile: _profile, ...rest } = rich;
  expect(flamesOf({ ...rest, slowest: [] })).toEqual([]);
});
