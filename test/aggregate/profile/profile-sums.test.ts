// Samples joined with what ran, on a virtual clock: the shares that are known come back.

import { NameTable } from '../../../src/model/name-table.js';
import type { ProfileRow } from '../../../src/model/record/profile-rows.js';
import type { ProfiledFunction, SampledStacks } from '../../../src/model/sampled-stacks.js';
import { ProfileSums } from '../../../src/aggregate/profile/profile-sums.js';
import { RunningTimeline } from '../../../src/aggregate/profile/running-timeline.js';
import { FILE, PLAN, placeOf, type VirtualProfile, virtualProfile } from './virtual-program.js';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);
const SAMPLES = 10_000;

function rowsOf({ names, stacks, timeline }: VirtualProfile): ProfileRow[] {
  const sums = new ProfileSums(names);
  sums.add(stacks, timeline, placeOf);
  return sums.take();
}

function samplesIn(rows: readonly ProfileRow[], scope: ProfileRow['scope']): number {
  return rows.reduce((sum, row) => sum + (row.scope === scope ? row.samples : 0), 0);
}

it.each(SEEDS)('finds every function within 1.5 points of its share of all time, with seed %i', (seed) => {
  const profile = virtualProfile(seed, SAMPLES);
  const rows = rowsOf(profile);
  const whole = [...profile.truth.values()].reduce((sum, nanos) => sum + nanos, 0);
  const samples = samplesIn(rows, 'operation');
  expect(samples).toBeGreaterThanOrEqual(SAMPLES);
  for (const { operation, fn, line } of PLAN) {
    const row = rows.find(({ scope, name }) => scope === 'operation' && name === operation);
    const frame = row?.frames.find(({ location }) => location === `bot.js:${line}`);
    const truth = (profile.truth.get(`${operation} ${fn}`) as number) / whole;
    expect(Math.abs((frame?.samples ?? 0) / samples - truth)).toBeLessThan(0.015);
  }
});

it('counts every sample once by operation or as a state of the thread, and once more by symbol', () => {
  const profile = virtualProfile(7, 1_000);
  const rows = rowsOf(profile);
  expect(samplesIn(rows, 'operation') + samplesIn(rows, 'thread')).toBe(profile.stacks.innermost.length);
  expect(rows.find(({ scope, name }) => scope === 'thread' && name === 'idle')?.samples).toBe(profile.idle);
  expect(samplesIn(rows, 'symbol')).toBeLessThan(samplesIn(rows, 'operation'));
  for (const { scope, samples, frames } of rows)
    expect(frames.reduce((sum, frame) => sum + frame.samples, 0)).toBe(scope === 'thread' ? 0 : samples);
});

describe('one sample', () => {
  const names = new NameTable();
  const tick = names.intern('tick', 'onTick', { location: 'bot.js:10' });
  const inner = names.intern('internal', 'onTick', { location: 'bot.js:10' });
  const load = names.intern('database', 'load', { location: 'bot.js:70', strategy: 'Momentum' });
  const query = names.intern('query', 'SELECT', { location: 'bot.js:10' });

  /** @param stack innermost first, `name@url:line` @param running an operation, negative where its call has returned, or 0 */
  function sampled(stack: readonly string[], running: number, isOnStack = true): string[] {
    const functions = stack.map((text): ProfiledFunction => {
      const [, name = '', url = '', line = '0'] = /^([^@]*)@?(.*?)(?::(\d+))?$/.exec(text) ?? [];
      return { name, url, line: Number(line), column: 1 };
    });
    const stacks: SampledStacks = {
      functions,
      callers: Int32Array.from(functions, (_, at) => (at + 1 < functions.length ? at + 1 : -1)),
      innermost: Int32Array.of(0),
      atNanos: Float64Array.of(100),
      missing: 0,
    };
    const timeline = new RunningTimeline();
    timeline.changed(50, running, isOnStack, running === load ? undefined : 'BTC');
    const sums = new ProfileSums(names);
    sums.add(stacks, timeline, placeOf);
    return sums.take().map(({ scope, kind, name, samples, collecting, frames }) => {
      const [frame] = frames;
      const text =
        frame && `${frame.name} ${frame.location ?? '-'}${frame.within === undefined ? '' : ` in ${frame.within}`}`;
      return [scope, kind, name, `${samples}+${collecting}`, text]
        .filter((part) => part !== undefined && part !== '')
        .join(' ');
    });
  }

  const HANDLER = `onTick@${FILE}:10`;
  const OUTSIDE = -1;

  it.each([
    [
      'goes to the call on the stack, whatever else is there',
      [`sum@${FILE}:90`, HANDLER],
      load,
      true,
      ['operation database load 1+0 sum bot.js:90', 'strategy Momentum 1+0 sum bot.js:90'],
    ],
    [
      'goes to the measured function on the stack, where the running call has returned',
      [`sum@${FILE}:90`, HANDLER],
      load,
      false,
      ['operation tick onTick 1+0 sum bot.js:90'],
    ],
    [
      'stays with the running operation that is the function on the stack under another name',
      [HANDLER],
      inner,
      false,
      ['operation internal onTick 1+0 onTick bot.js:10', 'symbol BTC 1+0 onTick bot.js:10'],
    ],
    [
      'is not taken for a statement that is called in the first line of a function',
      [HANDLER],
      query,
      false,
      ['operation tick onTick 1+0 onTick bot.js:10', 'symbol BTC 1+0 onTick bot.js:10'],
    ],
    [
      'of a package is its caller’s',
      ['deep@/app/node_modules/ta/x.js:3', 'emit@node:internal/crypto/hash:9', `sign@${FILE}:30`],
      tick,
      true,
      ['operation tick onTick 1+0 sign bot.js:30 in ta', 'symbol BTC 1+0 sign bot.js:30 in ta'],
    ],
    [
      'of a package that none of the program called has its name',
      ['read@/app/node_modules/pg/x.js:3'],
      tick,
      true,
      ['operation tick onTick 1+0 pg -', 'symbol BTC 1+0 pg -'],
    ],
    ['outside operations is kept apart', [`boot@${FILE}:5`], OUTSIDE, false, ['outside 1+0 boot bot.js:5']],
    [
      'of Tickscope is none of the program’s',
      ['begin@/tickscope/core.js:1', HANDLER],
      tick,
      true,
      ['thread tickscope 1+0'],
    ],
    [
      'of what Tickscope calls for itself is Tickscope’s',
      ['write@node:internal/crypto/hash:2', 'flush@/tickscope/core.js:1'],
      OUTSIDE,
      false,
      ['thread tickscope 1+0'],
    ],
    [
      'of what a wrapper calls is the program’s',
      ['update@node:internal/crypto/hash:2', 'wrapper@/tickscope/core.js:1', `sign@${FILE}:30`],
      tick,
      true,
      ['operation tick onTick 1+0 sign bot.js:30 in node:crypto', 'symbol BTC 1+0 sign bot.js:30 in node:crypto'],
    ],
    [
      'of a function of V8’s that a wrapper calls is the program’s',
      ['wrapper@/tickscope/core.js:1', `parse@${FILE}:40`],
      tick,
      true,
      ['operation tick onTick 1+0 parse bot.js:40', 'symbol BTC 1+0 parse bot.js:40'],
    ],
    [
      'without a function of the program is native code',
      ['(program)', '(root)'],
      OUTSIDE,
      false,
      ['thread native 1+0'],
    ],
    [
      'in which garbage is collected is counted beside the others',
      ['(garbage collector)', '(root)'],
      tick,
      true,
      ['operation tick onTick 0+1', 'symbol BTC 0+1', 'thread collecting 1+0'],
    ],
    ['in which the loop waits is idle', ['(idle)', '(root)'], tick, false, ['thread idle 1+0']],
  ] as const)('%s', (_name, stack, running, isOnStack, expected) => {
    const rows = sampled(stack, running, isOnStack);
    expect(rows).toEqual(expected);
  });
});
