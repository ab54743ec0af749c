// What the report says of arrivals, and what it leaves unsaid.

import { reportArrivals } from '../../src/analysis/report-arrivals.js';
import { ArrivalAccumulator } from '../../src/aggregate/arrival-accumulator.js';
import type { ArrivalTotals } from '../../src/model/record/arrival-totals.js';
import { MILLISECOND, type Nanoseconds } from '../../src/model/units.js';

const totals = (parts: Partial<ArrivalTotals>): ArrivalTotals => ({ ...new ArrivalAccumulator().toTotals(), ...parts });

it('takes ticks for events where nobody counted events, and says that this is what it does', () => {
  expect(reportArrivals(totals({}), 7)).toEqual({
    received: 7,
    handled: 7,
    dropped: 0,
    receivedBasis: 'ticks',
    sequenceGaps: 0,
    sequenceMissing: 0,
    wait: [],
    response: [],
  });
});

it('knows what was dropped where all ticks came from events that were counted', () => {
  const counted = totals({ received: 10_001, handled: 2_007, ticksFromReceived: 3 });
  expect(reportArrivals(counted, 3)).toMatchObject({
    received: 10_001,
    handled: 2_007,
    dropped: 7_994,
    receivedBasis: 'arrivals',
  });
});

it('adds ticks that came from elsewhere, each an event received and handled', () => {
  const counted = totals({ received: 100, handled: 90, ticksFromReceived: 45 });
  expect(reportArrivals(counted, 50)).toMatchObject({
    received: 105,
    handled: 95,
    dropped: 10,
    receivedBasis: 'mixed',
  });
});

it('drops nothing where a window begins between the arrivals and their ticks', () => {
  const counted = totals({ received: 1, handled: 5, ticksFromReceived: 5 });
  expect(reportArrivals(counted, 5)).toMatchObject({ dropped: 0, receivedBasis: 'arrivals' });
});

it('tells what was seen apart from the bound, each with its own ticks', () => {
  const arrivals = new ArrivalAccumulator();
  for (const millis of [1, 2, 3]) arrivals.waited('bound', (millis * MILLISECOND) as Nanoseconds, MILLISECOND);
  arrivals.waited('stamped', MILLISECOND, MILLISECOND);
  arrivals.aged(MILLISECOND, 0 as Nanoseconds);
  arrivals.aged(0 as Nanoseconds, (7 * MILLISECOND) as Nanoseconds);
  const { wait, response, age } = reportArrivals(arrivals.toTotals(), 3);
  expect(wait.map(({ basis, count, maxNanos }) => [basis, count, maxNanos])).toEqual([
    ['stamped', 1, MILLISECOND],
    ['bound', 3, 3 * MILLISECOND],
  ]);
  expect(response.map(({ basis, count, maxNanos }) => [basis, count, maxNanos])).toEqual([
    ['stamped', 1, 2 * MILLISECOND],
    ['bound', 3, 4 * MILLISECOND],
  ]);
  expect(age).toMatchObject({ count: 2, maxNanos: MILLISECOND, understatedAtMostNanos: 7 * MILLISECOND });
});
