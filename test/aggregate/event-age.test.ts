// How old events are, by two clocks that need not agree.

import * as fc from 'fast-check';
import { EventAge } from '../../src/aggregate/event-age.js';
import type { UnixMilliseconds } from '../../src/model/units.js';
import { SEED } from './random-trace.js';

const MINUTE = 60_000;
const at = (millis: number): UnixMilliseconds => millis as UnixMilliseconds;

it('is the true age less the smallest, however far the exchange’s clock is off', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1 }),
      (offset, trueAges) => {
        const smallest = Math.min(...trueAges);
        const age = new EventAge();
        // The youngest first: then no age is understated.
        for (const [place, trueAge] of [smallest, ...trueAges].entries()) {
          const happened = 1_700_000_000_000 + 10 * place;
          const measured = age.of(happened + offset, at(happened + trueAge));
          expect(measured).toEqual({ ageNanos: (trueAge - smallest) * 1e6, fellNanos: 0 });
        }
      },
    ),
    { seed: SEED },
  );
});

it('is understated by no more than the smallest difference fell', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1 }), (trueAges) => {
      const smallest = Math.min(...trueAges);
      const age = new EventAge();
      const measured = trueAges.map((trueAge) => age.of(1_700_000_000_000, at(1_700_000_000_000 + trueAge)));
      const fell = measured.reduce((sum, one) => sum + (one?.fellNanos ?? 0), 0);
      for (const [place, trueAge] of trueAges.entries()) {
        const missing = (trueAge - smallest) * 1e6 - (measured[place]?.ageNanos ?? NaN);
        expect(missing).toBeGreaterThanOrEqual(0);
        expect(missing).toBeLessThanOrEqual(fell);
      }
    }),
    { seed: SEED },
  );
});

it('is not known of an event off an old tape, from the future, or without a time', () => {
  const age = new EventAge();
  const now = at(1_700_000_000_000);
  expect(age.of(now - 60 * MINUTE - 1, now)).toBeUndefined();
  expect(age.of(now + 60 * MINUTE + 1, now)).toBeUndefined();
  expect(age.of(NaN, now)).toBeUndefined();
  expect(age.of(now - 60 * MINUTE, now)).toEqual({ ageNanos: 0, fellNanos: 0 });
});
