// Programs that never wait: the event log is read while they run, and every call is counted all the same.

import { fixture, runBare, runRecorded } from '../support/programs.js';

const EVENTS = 40_000;

/** What was left out of trees and of what is kept, and is counted all the same. */
const OF_TREES: ReadonlySet<string> = new Set(['kept_ticks_beyond_segment', 'kept_ticks_thinned_with_age']);

it.each([
  'loop',
  'immediates',
  'turns',
  'microtasks',
  'ticks',
  'emitter',
  'callbacks',
  'awaits',
  'together',
  'generator',
  'channel',
  'stores',
])('counts every call of a replay: %s', async (way) => {
  const program = [fixture('hostile/saturated.js'), way, String(EVENTS)];
  const [bare, recorded] = await Promise.all([runBare(program), runRecorded(program)]);
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, '', 0]);

  const calls = JSON.parse(bare.stdout) as Record<'onTick' | 'update' | 'save', number>;
  const { ticks, operations, losses } = recorded.report;
  const countOf = (method: string): number =>
    operations.filter(({ name }) => name.endsWith(`.${method}`)).reduce((sum, { count }) => sum + count, 0);
  expect([ticks.started, ticks.count, ticks.failed]).toEqual([calls.onTick, calls.onTick, 0]);
  expect([countOf('update'), countOf('save')]).toEqual([calls.update, calls.save]);
  expect(losses.map(({ cause }) => cause).filter((cause) => !OF_TREES.has(cause))).toEqual([]);
});
