// Time that stands still until a test moves it. Stands in for `src/capture/recorder/clock.ts`:
//
//   jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

// Its `nodeTiming` stands in for the one of `src/primordials.ts`:
//
//   jest.mock('../../../src/primordials.js', () => ({
//     ...jest.requireActual<object>('../../../src/primordials.js'),
//     nodeTiming: jest.requireActual<typeof VirtualClock>('../../support/virtual-clock.js').nodeTiming,
//   }));

import type { Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';

export const clock = {
  nanos: 0,
  /** How long each reading of the clock takes. */
  readingNanos: 0,
};

export const THREAD_STARTED_NANOS = 0 as Nanoseconds;

export function now(): Nanoseconds {
  const at = clock.nanos as Nanoseconds;
  clock.nanos += clock.readingNanos;
  return at;
}

/** The same in milliseconds, as the hot path reads it. */
export function nowMillis(): number {
  return now() / 1e6;
}

/** 1970 is the clock's zero. */
export function unixMillis(nanos: number): UnixMilliseconds {
  return (nanos / 1e6) as UnixMilliseconds;
}

export function unixNanos(nanos: number): bigint {
  return BigInt(nanos);
}

/** What Node.js says of its event loop: how long it has waited in all, in milliseconds, and how many rounds it has made. */
export const nodeTiming = { idleTime: 0, uvMetricsInfo: { loopCount: 0 } };
