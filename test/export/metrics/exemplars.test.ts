// Which point a tick that was sent is named on.

import type { MetricData } from '@opentelemetry/sdk-metrics';
import { TickExemplars } from '../../../src/aggregate/tick-exemplars.js';
import { addExemplars, type PointWithExemplars } from '../../../src/export/metrics/exemplars.js';
import type { KeptTick } from '../../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../../src/model/units.js';

function ticks(...given: readonly (readonly [name: string, symbol: string | undefined])[]): TickExemplars {
  const exemplars = new TickExemplars();
  for (const [place, [name, symbol]] of given.entries()) {
    const tick: KeptTick = {
      ...{ traceId: `trace ${place}`, process: '1', name, reason: 'slow', operations: [] },
      ...(symbol !== undefined && { symbol }),
      ...{ startedAtUnixNanos: '1764000000000000000', durationNanos: (place + 1) as Nanoseconds },
    };
    exemplars.add(tick, `span ${place}`);
  }
  return exemplars;
}

/** @returns by name and symbol of the points: the traces that are named there */
function namedOn(exemplars: TickExemplars, ...points: readonly (readonly [string, string])[]): object {
  const dataPoints = points.map(([name, symbol]) => ({
    attributes: { 'tickscope.tick.name': name, 'tickscope.symbol': symbol },
  }));
  const metric = { descriptor: { name: 'tickscope.tick.duration' }, dataPoints } as unknown as MetricData;
  addExemplars([metric], exemplars.since(0));
  return Object.fromEntries(
    dataPoints.map((point, place) => [
      points[place]!.join('|'),
      ((point as PointWithExemplars).exemplars ?? []).map(({ traceId }) => traceId),
    ]),
  );
}

it('is that of its name and symbol, or of all others', () => {
  const sent = ticks(
    ['onTick', 'BTC'],
    ['onTick', 'DOGE'],
    ['onTick', undefined],
    ['beyond', 'BTC'],
    ['lost', undefined],
  );
  expect(namedOn(sent, ['onTick', 'BTC'], ['onTick', '__other__'], ['onTick', ''], ['__other__', 'BTC'])).toEqual({
    'onTick|BTC': ['trace 0'],
    'onTick|__other__': ['trace 1'],
    'onTick|': ['trace 2'],
    '__other__|BTC': ['trace 3'],
  });
});

it('names the ten newest', () => {
  const sent = ticks(...Array.from({ length: 12 }, () => ['onTick', 'BTC'] as const));
  expect(namedOn(sent, ['onTick', 'BTC'])).toEqual({
    'onTick|BTC': Array.from({ length: 10 }, (_, place) => `trace ${place + 2}`),
  });
});

it('remembers the last 64, each reader those since it read', () => {
  const sent = ticks(...Array.from({ length: 100 }, () => ['onTick', 'BTC'] as const));
  expect(sent.since(0).map(({ traceId }) => traceId)).toEqual(
    Array.from({ length: 64 }, (_, place) => `trace ${place + 36}`),
  );
  expect(sent.since(98).map(({ traceId }) => traceId)).toEqual(['trace 98', 'trace 99']);
  expect(sent.since(sent.count)).toEqual([]);
});
