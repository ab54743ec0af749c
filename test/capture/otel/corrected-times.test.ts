// The exported times of one tick agree with each other, to the nanosecond.

import { WallClock, writeTimes } from '../../../src/capture/otel/corrected-times.js';
import type { HrTime, SdkSpan } from '../../../src/capture/otel/sdk-span.js';
import { type FakeSpan, FakeSdk } from './fake-spans.js';

const SECOND = 1_700_000_000;

function nanos([seconds, nanoseconds]: HrTime): number {
  return (seconds - SECOND) * 1e9 + nanoseconds;
}

/** Begin and end after the second in which the test began, and the duration, in nanoseconds. */
function timesOf(span: FakeSpan): number[] {
  return [nanos(span.startTime), nanos(span.endTime), span.duration[0] * 1e9 + span.duration[1]];
}

it('puts children into their parents and siblings in order', () => {
  const sdk = new FakeSdk({ correctTimes: true });
  const tick = sdk.start('tick');
  sdk.micros(300);
  const first = sdk.run('first', 500, { parent: tick });
  const second = sdk.run('second', 200.123, { parent: tick });
  tick.end();
  // As the SDK has them, `first` begins with the tick, and `second` ends 0.2 ms after it.
  expect([tick, first, second].map(timesOf)).toEqual([
    [0, 1_000_123, 1_000_123],
    [300_000, 800_000, 500_000],
    [800_000, 1_000_123, 200_123],
  ]);
});

it('corrects a span that ends after its tick by the anchor of its tick', () => {
  const sdk = new FakeSdk({ correctTimes: true });
  const tick = sdk.start('tick');
  sdk.micros(100);
  const late = sdk.start('late', { parent: tick });
  tick.end();
  sdk.micros(900);
  late.end();
  expect(timesOf(late)).toEqual([100_000, 1_000_000, 900_000]);
});

it('moves events with their span, and leaves those alone that have times of their own', () => {
  const sdk = new FakeSdk({ correctTimes: true });
  const tick = sdk.start('tick');
  sdk.micros(900);
  const span = sdk.start('span', { parent: tick });
  span.addEvent();
  sdk.micros(50);
  span.addEvent();
  span.addEvent([SECOND - 60, 0]);
  span.end();
  expect(span.events.map(({ time }) => nanos(time))).toEqual([900_000, 950_000, -60e9]);
});

it('leaves spans with times of their own alone', () => {
  const sdk = new FakeSdk({ correctTimes: true });
  const tick = sdk.start('tick');
  sdk.micros(400);
  const given = sdk.start('given', { parent: tick, startTime: SECOND * 1e3 - 10 });
  given.end();
  expect(timesOf(given)).toEqual([-10e6, 0, 10e6]);
});

it('leaves all times alone where it is not asked', () => {
  const sdk = new FakeSdk();
  const tick = sdk.start('tick');
  sdk.micros(400);
  const child = sdk.run('child', 10, { parent: tick });
  tick.end();
  expect(timesOf(child)).toEqual([0, 10_000, 10_000]);
});

it('writes the duration where a span keeps it behind a getter', () => {
  const DURATION_FIELD = '_duration';
  class GetterSpan {
    [DURATION_FIELD]: HrTime = [0, 1];
    startTime: HrTime = [1, 0];
    endTime: HrTime = [1, 1];
    events = [];
    get duration(): HrTime {
      return this[DURATION_FIELD];
    }
  }
  const span = new GetterSpan() as Partial<SdkSpan> as SdkSpan;
  writeTimes(span, [1, 999_999_999], [2, 1]);
  expect(span.duration).toEqual([0, 2]);
});

it('keeps to the millisecond that the wall clock shows, and moves no more than it has to', () => {
  const clock = new WallClock();
  const at = (nanoseconds: number, unixMillis: number): number => clock.at(nanoseconds, unixMillis)[1];
  // The first tick was started at x.7 ms: the offset is unknown until the wall clock's next millisecond tells.
  expect(at(0, 1_000)).toBe(0);
  expect(at(300_000, 1_001)).toBe(1_000_000);
  expect(at(800_000, 1_001)).toBe(1_500_000);
  // Set back by 500 ms: still in order within what the clock says.
  expect(at(1_900_000, 1_502 - 1_000)).toBe(502_999_999);
});
