// The sums of the running process as a source of metrics.

import type { MetricTotals } from '../../aggregate/metric-totals.js';
import type { RunningSegment } from '../../aggregate/running-segment.js';
import type { Losses } from '../../model/losses.js';
import type { Nanoseconds } from '../../model/units.js';
import { asPiece } from '../../measured-work.js';
import { cpuUsage } from '../../primordials.js';
import type { MetricSource } from './metric-producer.js';

function cpuModes(): Record<'user' | 'system', Nanoseconds> {
  const { user, system } = cpuUsage();
  return { user: (user * 1_000) as Nanoseconds, system: (system * 1_000) as Nanoseconds };
}

export class RunningMetrics implements MetricSource {
  readonly losses: Losses;
  readonly #running: RunningSegment;
  readonly #now: () => Nanoseconds;

  constructor(running: RunningSegment, now: () => Nanoseconds) {
    this.losses = running.losses;
    this.#running = running;
    this.#now = now;
  }

  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result {
    return asPiece('exporting', () => take({ ...this.#running.totals(this.#now()), cpuModes: cpuModes() }));
  }
}
