// What programs load to measure themselves, and how slow their ticks are.

import { OverheadLedger } from '../../../src/aggregate/overhead-ledger.js';
import type { StoredSegment } from '../../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { HEAD } from '../../aggregate/measured-stream.js';
import { working } from './code-worlds.js';
import type { Draws } from './draws.js';
import type { Scenario, World } from './scenario.js';

const PACKAGES = ['prom-client', 'dd-trace', '@sentry/node', '@opentelemetry/sdk-node', 'newrelic', 'hot-shots'];

/** @param telemetry the packages of each process; absent where that is not known */
function loading(draws: Draws, telemetry: readonly (readonly string[] | undefined)[], slowShare: number): Scenario {
  const processes = telemetry.map((names, place) => ({
    ...HEAD.processes[0],
    id: `p${place + 1}`,
    ...(names !== undefined && { telemetry: names }),
  })) as StoredSegment['processes'];
  const slow = { does: 'sometimes', share: slowShare, body: [draws.call('Momentum.evaluate', 3_000, 9_000)] } as const;
  return { program: working(draws, [slow]), parts: { processes } };
}

const often = (draws: Draws): number => draws.between(0.2, 1);

export const nothingMeasures: readonly World[] = [
  { name: 'no package, every tick slow', has: true, make: (draws) => loading(draws, [[]], 1) },
  { name: 'no package, some ticks slow', has: true, make: (draws) => loading(draws, [[]], draws.between(0.12, 0.5)) },
  { name: 'no package in any of its processes', has: true, make: (draws) => loading(draws, [[], []], often(draws)) },
  {
    name: 'no package in one process, and another whose packages are not known',
    has: true,
    make: (draws) => loading(draws, [[], undefined], often(draws)),
  },
  { name: 'a package', has: false, make: (draws) => loading(draws, [[draws.oneOf(PACKAGES)]], often(draws)) },
  {
    name: 'a package in one of its processes',
    has: false,
    make: (draws) => loading(draws, [[], [draws.oneOf(PACKAGES)]], often(draws)),
  },
  { name: 'fast ticks', has: false, make: (draws) => loading(draws, [[]], 0) },
  { name: 'slow ticks now and then', has: false, make: (draws) => loading(draws, [[]], draws.between(0, 0.02)) },
  { name: 'packages that are not known', has: false, make: (draws) => loading(draws, [undefined], often(draws)) },
  {
    name: 'a few slow ticks, and no more',
    has: false,
    make: (draws) => ({ ...loading(draws, [[]], 1), ticks: draws.whole(5, 90) }),
  },
  {
    name: 'Tickscope, which sends',
    has: false,
    make: (draws) => {
      const scenario = loading(draws, [[]], often(draws));
      const overhead = { ...new OverheadLedger().totals, exportingNanos: draws.whole(1, 1_000_000) as Nanoseconds };
      return { ...scenario, parts: { ...scenario.parts, overhead } };
    },
  },
];
