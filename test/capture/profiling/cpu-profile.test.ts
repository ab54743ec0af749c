// A profile as Node.js 24.21 wrote it, with names that it does not quote.

import { parseProfile, stacksOf, wholeMicros } from '../../../src/capture/profiling/cpu-profile.js';

const SECOND_MICROS = 1_000_000;

/** As `handle.stop()` returned it, but for fewer nodes and other names. */
function written(name: string, url = '/app/bot.js'): string {
  return (
    '{"nodes":[{"id":1,"hitCount":0,"callFrame":{"functionName":"(root)","lineNumber":-1,"columnNumber":-1,"scriptId":0,"url":""},"children":[2,3]},' +
    '{"id":2,"hitCount":1,"callFrame":{"functionName":"onTick","lineNumber":11,"columnNumber":8,"scriptId":88,"url":"/app/bot.js"},"children":[4],"positionTicks":[{"line":13,"ticks":1}]},' +
    '{"id":3,"hitCount":1,"callFrame":{"functionName":"(idle)","lineNumber":-1,"columnNumber":-1,"scriptId":0,"url":""}},' +
    `{"id":4,"hitCount":2,"callFrame":{"functionName":"${name}","lineNumber":-1,"columnNumber":-1,"scriptId":0,"url":"${url}"}}],` +
    `"startTime":${SECOND_MICROS},"endTime":${SECOND_MICROS + 200_000},"samples":[3,2,4,4],"timeDeltas":[10000,20000,-5000,20000]}`
  );
}

it.each([
  ['parse', ''],
  ['RegExp: (\\d+\\.)+\\w\\s"x"$', ''],
  ['price "in" \\', 'C:\\bots\\momentum "new"\\bot.js'],
  ['line\nbreak', ''],
  ['gr\u00fcn', '/app/\u4ef7\u683c.js'],
])('has the function %s of %s', (name, url) => {
  const { nodes } = parseProfile(written(name, url));
  expect(nodes.map(({ callFrame }) => callFrame.functionName)).toEqual(['(root)', 'onTick', '(idle)', name]);
  expect(nodes[3]?.callFrame.url).toBe(url);
});

it.each(['', 'nothing', '{"nodes":[{"callFrame":{"functionName":"\\d"'])('refuses %j', (text) => {
  expect(() => parseProfile(text)).toThrow(SyntaxError);
});

it('is stacks with their times, in order, without the samples of the profile before', () => {
  const profile = parseProfile(written('hmac'));
  const all = stacksOf(profile, 5_000_000, 205_000_000, -Infinity);
  expect([...all.atNanos]).toEqual([15_000_000, 35_000_000, 35_000_000, 50_000_000]);
  expect([...all.innermost]).toEqual([2, 1, 3, 3]);
  expect([...all.callers]).toEqual([-1, 0, 0, 1]);
  expect(all.functions[1]).toEqual({ name: 'onTick', url: '/app/bot.js', line: 12, column: 9 });
  const later = stacksOf(profile, 5_000_000, 205_000_000, 35_000_000);
  expect([...later.innermost]).toEqual([3]);
});

it('counts the samples that were due and not taken', () => {
  // 200 ms have room for five, and four were taken.
  expect(stacksOf(parseProfile(written('hmac')), 0, 200_000_000, -Infinity).missing).toBe(1);
});

it.each([
  [505_166_704, 4_800_134_000],
  [4_294_967_290, 4_294_967_310],
  [10, 4_294_967_290],
  [-3_789_800_592, 505_166_000],
  [837_055_255, 837_055_300],
  [12_345_678_901_234, 12_345_678_901_000],
])('takes %i for the time that is near %i', (written32, near) => {
  const whole = wholeMicros(written32, near);
  expect(Math.abs(whole - near)).toBeLessThan(2 ** 31);
  expect((((whole - written32) % 2 ** 32) + 2 ** 32) % 2 ** 32).toBe(0);
});
