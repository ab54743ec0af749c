import { reportProcessor } from '../../src/analysis/processor.js';
import { sampleOf } from './segment-builder.js';

/** One second: so much processor time, and so much in which the event loop was busy. */
const second = (place: number, cpuShare: number, activeShare: number, process = 'p1'): ReturnType<typeof sampleOf> => ({
  ...sampleOf({ process, second: place, cpuShare }),
  loopActiveNanos: (activeShare * 1e9) as never,
});

it('is unknown without samples', () => {
  expect(reportProcessor([])).toBeUndefined();
});

it('adds processor time up, and takes the share of the process that used most', () => {
  const samples = [second(1, 0.5, 0.5), second(2, 0.7, 0.7), second(1, 0.2, 0.2, 'p2')];
  expect(reportProcessor(samples)).toEqual({ cpuNanos: 1.4e9, busiestShare: 0.6, standingShare: 0 });
});

it('tells how much of the busy time nothing ran, sample by sample: threads that run in one do not make up for another', () => {
  // Busy for 0.8 s and then 0.4 s, and 0.3 s of the first without the processor.
  const { standingShare } = reportProcessor([second(1, 0.5, 0.8), second(2, 1.5, 0.4)]) ?? {};
  expect(standingShare).toBeCloseTo(0.25, 9);
});

it('of a process that was idle all the time is nothing', () => {
  expect(reportProcessor([second(1, 0, 0)])).toEqual({ cpuNanos: 0, busiestShare: 0, standingShare: 0 });
});
