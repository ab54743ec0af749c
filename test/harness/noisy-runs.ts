// Reports of runs of a small bot on the virtual clock. Each run has a level of its own, and a pair another that both of its runs share: what a
// machine does to real ones.

import { buildReport } from '../../src/analysis/build-report.js';
import type { Machine } from '../../src/model/machine.js';
import type { Report } from '../../src/model/report/report.js';
import { normal } from './keyed-random.js';
import { measured } from './measured-run.js';
import type { Program } from './program.js';
import { simulate } from './simulate.js';

/** What one operation takes beside what it took before. */
export interface Planted {
  readonly operation: string;
  readonly factor: number;
}

export interface NoisyRun {
  readonly seed: number;
  readonly ticks: number;
  /** Spread of the logarithm of the run's level. */
  readonly runSpread: number;
  readonly pair?: { readonly seed: number; readonly spread: number };
  readonly planted?: Planted;
}

/** All runs are on one. */
const MACHINE: Machine = { model: 'virtual', cores: 1, architecture: 'x64', platform: 'linux' };

export function noisyReport({ seed, ticks, runSpread, pair, planted }: NoisyRun): Report {
  const shared = pair === undefined ? 0 : pair.spread * normal(pair.seed, 7_777);
  const level = Math.exp(runSpread * normal(seed, 8_888) + shared);
  const segment = measured(simulate(bot(level, planted), seed, ticks));
  const processes = segment.processes.map((process) => ({ ...process, machine: MACHINE }));
  return buildReport([{ ...segment, processes, warmup: false }], []);
}

function bot(level: number, planted: Planted | undefined): Program {
  const time = (operation: string, medianNanos: number, spread: number): { medianNanos: number; spread: number } => ({
    medianNanos: medianNanos * level * (planted?.operation === operation ? planted.factor : 1),
    spread,
  });
  return {
    handler: [
      { does: 'fetch', operation: 'fetch candles', time: time('fetch candles', 300_000, 0.5) },
      {
        does: 'call',
        operation: 'signal',
        body: [{ does: 'compute', time: time('signal', 150_000, 0.4) }],
      },
      {
        does: 'sometimes',
        share: 0.3,
        body: [{ does: 'fetch', operation: 'fetch book', time: time('fetch book', 200_000, 0.5) }],
      },
      { does: 'compute', time: time('onTick', 80_000, 0.3) },
    ],
    timers: [],
    everyNanos: 10_000_000,
    random: true,
  };
}
