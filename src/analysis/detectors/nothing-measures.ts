// Programs with slow ticks that load no package for metrics, traces or profiles: without Tickscope nobody would notice.

import { formatCount, formatShare } from '../../model/format-units.js';
import { TICK_TARGET_SHARE } from '../../model/targets.js';
import type { Share } from '../../model/units.js';
import type { Detector } from './detector.js';
import { placeOf } from './in-ticks.js';

const LEAST_TICKS = 100;

export const nothingMeasures: Detector = {
  id: 'nothing-measures',
  title: 'Slow ticks, and nothing that measures them all the time',
  titleOfNone: 'Ticks are fast, are measured by a package, or it is not known whether they are',
  needsAllTicks: true,

  detect({ segment: { processes, ticks, operations, overhead } }) {
    if (ticks.count < LEAST_TICKS || ticks.underTarget >= TICK_TARGET_SHARE * ticks.count) return [];
    const loaded = processes.flatMap(({ telemetry }) => (telemetry === undefined ? [] : [telemetry]));
    if (loaded.length === 0 || loaded.some((names) => names.length > 0) || overhead.exportingNanos > 0) return [];
    const [handler] = operations
      .filter(({ kind }) => kind === 'tick')
      .toSorted((left, right) => right.count - left.count);
    return [
      {
        ...placeOf(handler ?? {}),
        evidence: {
          'packages for metrics, traces or profiles': 'none loaded',
          ticks: formatCount(ticks.count),
          'within their budget': formatShare((ticks.underTarget / ticks.count) as Share),
        },
        advice:
          'Let Tickscope stay where the program runs: node --require tickscope/register with OTEL_EXPORTER_OTLP_ENDPOINT sends its metrics, and TICKSCOPE_ALERTS=true tells when ticks become slow; TICKSCOPE_PROFILE=true samples the processor.',
      },
    ];
  },
};
