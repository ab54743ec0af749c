// The sums that alerts are decided from, against those that metrics are made from.

import * as sums from '../../../src/control/alerts/sums.js';
import { type MetricTotals } from '../../../src/aggregate/metric-totals.js';
import { NameTable } from '../../../src/model/name-table.js';
import { FLAG_OUTSIDE_TICK } from '../../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { runningSegment } from '../../aggregate/running-parts.js';
import { buildTrace } from '../../aggregate/trace-builder.js';

const ns = (nanos: number): Nanoseconds => nanos as Nanoseconds;
const NO_COVERAGE = { caches: [], externals: [], instrumented: [], notSeen: [], profiles: [], memory: [] };

const names = new NameTable();
const tickId = names.intern('tick', 'onTick');
const queryId = names.intern('query', 'SELECT 1');
const slowId = names.intern('query', 'SELECT 2');
const poolId = names.intern('wait', 'pool');
const indicatorId = names.intern('indicator', 'ema');

describe('the sums of alerts', () => {
  const running = runningSegment({ names });
  const reader = new sums.SumsReader(running);
  const expected = ({ ticksStarted, tickNames, operations, losses, arrivals }: MetricTotals): number[] => {
    const ticks = [...tickNames.values()];
    const [query, slow, pool] = [queryId, slowId, poolId].map((id) => operations[id]);
    return [
      ticksStarted,
      ticks.reduce((sum, { durations }) => sum + durations.count, 0),
      ticks.reduce((sum, { underTarget }) => sum + underTarget, 0),
      (query?.durations.count ?? 0) + (slow?.durations.count ?? 0),
      (query?.durations.sumNanos ?? 0) + (slow?.durations.sumNanos ?? 0),
      pool?.durations.count ?? 0,
      pool?.durations.sumNanos ?? 0,
      losses.get('spans_not_exported') ?? 0,
      arrivals.waits.bound.sumNanos,
    ];
  };
  const PLACES = [
    ...[sums.STARTED, sums.ENDED, sums.UNDER_TARGET, sums.QUERIES, sums.QUERY_TIME, sums.POOL_WAITS],
    ...[sums.POOL_WAIT_TIME, sums.LOST, sums.BOUND_TIME],
  ];

  function work(round: number): void {
    for (let tick = 0; tick < 10; tick++) {
      running.tickStarted();
      if (tick === 9) continue;
      running.tickClosed(buildTrace([{ start: 0, end: tick < 6 ? 500_000 : 1_000_000, operationId: tickId }]), 'BTC');
      running.eventHandled(
        { startNanos: 1e6 * (tick + 1), stampedNanos: NaN, earliestNanos: 1e6 * tick, eventUnixMillis: NaN },
        ns(500_000),
      );
      running.operationEnded(queryId, ns(1_000 * round), FLAG_OUTSIDE_TICK);
      running.operationEnded(slowId, ns(7_000), FLAG_OUTSIDE_TICK);
      running.operationEnded(poolId, ns(300), FLAG_OUTSIDE_TICK);
      running.operationEnded(indicatorId, ns(9_000), FLAG_OUTSIDE_TICK);
    }
    running.losses.add('spans_not_exported', round);
    // A loss of another kind is none of telemetry's.
    running.losses.add('calls_too_deep', 100);
  }

  it('are those of the metrics, across cuts, and more than one between two looks', () => {
    let round = 0;
    for (const cuts of [0, 1, 2, 0, 3]) {
      work(++round);
      for (let cut = 0; cut < cuts; cut++) {
        running.cut(ns(round * 1e9 + cut), NO_COVERAGE);
        work(++round);
      }
      const row = reader.read();
      expect(PLACES.map((place) => row[place])).toEqual(expected(running.totals(ns(round * 1e9))));
    }
    // 11 rounds of ten ticks, of which the last one never ends and six are short.
    expect([...reader.read().slice(0, 3)]).toEqual([110, 99, 66]);
  });

  it('know which statement took most, right after a cut too', () => {
    work(1);
    expect(reader.leaders().query).toBe('SELECT 2');
    running.cut(ns(99e9), NO_COVERAGE);
    expect(reader.leaders().query).toBe('SELECT 2');
  });
});
