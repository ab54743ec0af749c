// Ticks wait for a connection of the pool.

import { formatCount, formatDuration } from '../../model/format-units.js';
import { isPoolWait } from '../../model/operation.js';
import { reportPools } from '../runtime-report.js';
import type { Detector } from './detector.js';
import { gainWithout, meanOf, shareEvidence } from './in-ticks.js';

export const poolTooSmall: Detector = {
  id: 'pool-too-small',
  title: 'Ticks wait for a connection of the pool',
  titleOfNone: 'Ticks hardly wait for a connection of a pool',
  needsAllTicks: false,

  detect({ rows, whatIf, segment: { resources } }) {
    const short = reportPools(resources).filter(({ max, neededMost }) => neededMost > max);
    return rows
      .filter(({ row }) => isPoolWait(row))
      .map(({ row, share }) => ({
        share,
        ...gainWithout(whatIf, row, 1),
        evidence: {
          waits: formatCount(row.count),
          mean: formatDuration(meanOf(row)),
          ...shareEvidence({ share }),
          ...Object.fromEntries(
            short.map(({ name, max, neededMost }) => [
              `connections to ${name} needed at once`,
              `${formatCount(neededMost)}, of ${formatCount(max)}`,
            ]),
          ),
        },
        advice:
          'First fewer and shorter statements in a tick: each one that goes frees its connection. Then a larger max of the pool, up to what the database can take (its processors times two is a good start), or a pool of its own for reports and jobs.',
      }));
  },
};
