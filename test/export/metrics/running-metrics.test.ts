// Processor time as the conventions have it: by mode, and together what the process took.

import { RunningMetrics } from '../../../src/export/metrics/running-metrics.js';
import { seriesOf } from '../../../src/export/metrics/series.js';
import { NameTable } from '../../../src/model/name-table.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { sampleAt } from '../../aggregate/measured-stream.js';
import { runningSegment } from '../../aggregate/running-parts.js';

it('tells processor time by mode, as of now', () => {
  const running = runningSegment({ names: new NameTable() });
  running.sample(sampleAt(1, 1_000));
  const metrics = new RunningMetrics(running, () => 0 as Nanoseconds);
  const before = process.cpuUsage();
  const series = metrics.readMetrics(seriesOf).filter(({ metric }) => metric === 'process.cpu.time');
  const after = process.cpuUsage();
  expect(series.map(({ attributes }) => attributes)).toEqual([{ 'cpu.mode': 'user' }, { 'cpu.mode': 'system' }]);
  for (const [place, mode] of (['user', 'system'] as const).entries()) {
    expect(series[place]!.value).toBeGreaterThanOrEqual(before[mode] * 1_000);
    expect(series[place]!.value).toBeLessThanOrEqual(after[mode] * 1_000);
  }
});
