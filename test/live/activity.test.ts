import { Activity } from '../../src/live/activity.js';

it('is seen until a whole time between two questions was idle and without a tick', () => {
  const sampler = { isIdle: false };
  let ticks = 0;
  const activity = new Activity(sampler, () => ticks);
  const sampled = (isIdle: boolean): void => {
    sampler.isIdle = isIdle;
    activity.sampled();
  };
  // Before the first sample, and where questions are more frequent than samples.
  expect([activity.take(), activity.take()]).toEqual([true, true]);
  sampled(true);
  expect([activity.take(), activity.take()]).toEqual([true, false]);
  sampled(false);
  sampled(true);
  expect([activity.take(), activity.take()]).toEqual([true, false]);
  ticks++;
  expect([activity.take(), activity.take()]).toEqual([true, false]);
});
