// Listeners of market events: each call that has the shape is a tick, and the emitter answers as before.

import { countsOf } from '../support/programs.js';
import { runCounted } from './counted-run.js';

jest.setTimeout(30_000);

it.each(['emitters.cjs', 'emitter-packages.cjs', 'messages.mjs'])(
  '%s: counts what its listeners handled',
  async (name) => {
    const { report, counts } = await runCounted(name);
    expect(report.losses).toEqual([]);
    expect(report.ticks).toMatchObject({
      started: counts['ticks'],
      count: counts['ticks'],
      failed: counts['failed'] ?? 0,
      late: 0,
    });
  },
);

it('counts a listener that is measured in its body once, and answers with the listeners of the program', async () => {
  const { counts, report } = await runCounted('kept-listeners.cjs');
  expect(report.ticks).toMatchObject({ started: counts['ticks'], count: counts['ticks'] });
  // Nothing of them is also an operation inside a tick.
  expect(countsOf(report, 'internal')).toEqual({});
  expect(report.coverage.notSeen).toEqual([]);
});
