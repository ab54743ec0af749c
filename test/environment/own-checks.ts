// A check for each variable of Tickscope itself.

import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { observe, type Observed, observeWithout, TICK, type Variables } from './observe.js';
import { type Checks, silent, WITHOUT_FLUSH } from './sdk-checks.js';

const reasons = ({ segments }: Observed): unknown[] => segments.flatMap(({ kept }) => kept.map(({ reason }) => reason));

/** What a program whose ticks become slow says of it. */
async function alertsOf(environment: Variables): Promise<string> {
  return (await runRecorded([fixture('alerts/slow-later.js')], { environment })).stderr;
}

export const OWN_CHECKS: Checks = {
  async TICKSCOPE_DOCTOR() {
    const folder = path.join(temporaryFolder(), 'looked-at');
    await observeWithout({ TICKSCOPE_RUN: folder, TICKSCOPE_DOCTOR: 'true' });
    const endings = readdirSync(folder).map((name) => name.slice(name.indexOf('.')));
    expect(endings.toSorted()).toEqual(['.doctor.json', '.tks']);
  },

  async TICKSCOPE_DISABLED() {
    const observed = await observe({ TICKSCOPE_DISABLED: '1' });
    expect([observed.signals, observed.report, observed.code, observed.stderr]).toEqual([[], undefined, 0, '']);
  },

  async TICKSCOPE_CONFIG() {
    const file = path.join(temporaryFolder(), 'names.json');
    writeFileSync(file, '{ "exclude": ["onTick"] }');
    expect((await observeWithout({})).report?.ticks.count).toBe(3);
    expect((await observeWithout({ TICKSCOPE_CONFIG: file })).report?.ticks.count).toBe(0);
  },

  async TICKSCOPE_DIR() {
    const folder = path.join(temporaryFolder(), 'deep', 'runs');
    await observeWithout({ TICKSCOPE_DIR: folder });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^run-/)]);
  },

  async TICKSCOPE_RUN() {
    const folder = path.join(temporaryFolder(), 'this-run');
    await observeWithout({ TICKSCOPE_RUN: folder });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.tks$/)]);
  },

  async TICKSCOPE_CODE_CACHE() {
    const parts = async (folder: string, value: string): Promise<readonly string[]> => {
      await observeWithout({ TICKSCOPE_CODE_CACHE: value, HOME: folder, XDG_CACHE_HOME: '' });
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.code'));
      return names.map((name) => name.replace(/-.*/, '')).toSorted();
    };
    const [home, named, off] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    expect(await parts(home, '')).toEqual(['.cache/tickscope/core', '.cache/tickscope/parser']);
    expect(await parts(named, path.join(named, 'code'))).toEqual(['code/core', 'code/parser']);
    expect(await parts(off, 'off')).toEqual([]);
  },

  async TICKSCOPE_SEGMENT_MILLIS() {
    const often = await observeWithout({ ...WITHOUT_FLUSH, TICKSCOPE_SEGMENT_MILLIS: '100' });
    const seldom = await observeWithout(WITHOUT_FLUSH);
    expect(often.segments.length).toBeGreaterThan(seldom.segments.length);
  },

  async TICKSCOPE_TICK_BUDGET() {
    expect(reasons(await observeWithout({ TICKSCOPE_TICK_BUDGET: '1ms' }))).toEqual(Array(3).fill('slow'));
    expect(reasons(await observeWithout({ TICKSCOPE_TICK_BUDGET: '1h' }))).not.toEqual(Array(3).fill('slow'));
  },

  async TICKSCOPE_ALERTS() {
    expect(await alertsOf({ TICKSCOPE_ALERTS: '1' })).toMatch(/^tickscope: alert budget-burn: /m);
    expect(await alertsOf({ TICKSCOPE_ALERTS: 'false', TICKSCOPE_ALERTS_COMMAND: './nobody' })).toBe('');
  },

  async TICKSCOPE_ALERTS_WEBHOOK() {
    const { stderr } = await observeWithout({ TICKSCOPE_ALERTS_WEBHOOK: 'hooks.example.com/T0KEN' });
    expect(stderr).toMatch(/^tickscope: TICKSCOPE_ALERTS_WEBHOOK is no address such as /);
    expect(stderr).not.toContain('T0KEN');
  },

  async TICKSCOPE_ALERTS_COMMAND() {
    const stderr = await alertsOf({ TICKSCOPE_ALERTS_COMMAND: './nobody' });
    expect(stderr).toContain('an alert was not delivered to the command nobody: ENOENT.');
  },

  async TICKSCOPE_ALERTS_WITHOUT() {
    const without = 'budget-burn,loop-stall,memory-high,overloaded';
    expect(await alertsOf({ TICKSCOPE_ALERTS: 'true', TICKSCOPE_ALERTS_WITHOUT: without })).toBe('');
  },

  async TICKSCOPE_EXPORT() {
    const [thread, worker, off] = await Promise.all(
      [{}, { TICKSCOPE_EXPORT: 'worker' }, { TICKSCOPE_EXPORT: 'off' }].map((variables) => observe(variables)),
    );
    expect([thread, worker].map((observed) => [observed?.signals, observed?.stderr])).toEqual(
      Array(2).fill([['traces', 'metrics', 'logs'], '']),
    );
    expect([off?.signals, off?.report?.ticks.count, off?.stderr]).toEqual([[], 3, '']);
  },

  async TICKSCOPE_PROPAGATE() {
    const headers = async (environment: Variables): Promise<(string | null)[]> => {
      const { stdout } = await runRecorded([fixture('external/propagation.cjs')], { environment });
      return Object.values(JSON.parse(stdout) as Record<string, string | null>);
    };
    const [asked, otherwise] = await Promise.all([headers({ TICKSCOPE_PROPAGATE: 'true' }), headers({})]);
    expect(asked.filter((header) => header !== null)).toHaveLength(3);
    expect(otherwise.filter((header) => header !== null)).toHaveLength(1);
  },

  async TICKSCOPE_PROFILE() {
    const [asked, otherwise] = await Promise.all([observeWithout({ TICKSCOPE_PROFILE: 'true' }), observeWithout({})]);
    expect(asked.report?.profile?.samples).toBeGreaterThan(0);
    expect(otherwise.report?.profile).toBeUndefined();
  },

  async TICKSCOPE_MEMORY() {
    const looksOf = async (environment: Readonly<Record<string, string>>): Promise<number> => {
      const program = fixture('leaks/leaks/array-field.cjs');
      const { segments } = await runRecorded([program], { nodeArguments: ['--expose-gc'], environment });
      return segments.flatMap(({ memory }) => memory).length;
    };
    const [asked, otherwise] = await Promise.all([looksOf({ TICKSCOPE_MEMORY: 'true' }), looksOf({})]);
    expect(asked).toBeGreaterThan(0);
    expect(otherwise).toBe(0);
  },

  async TICKSCOPE_TICKS_PER_SECOND() {
    const [one, otherwise] = await Promise.all([observe({ TICKSCOPE_TICKS_PER_SECOND: '1' }), observe({})]);
    const sent = one.spans(TICK).length;
    // Three ticks in a moment, on both sides of a second's end at most.
    expect([1, 2]).toContain(sent);
    expect(one.report?.losses).toContainEqual(expect.objectContaining({ cause: 'ticks_beyond_rate', count: 3 - sent }));
    expect([otherwise.spans(TICK).length, otherwise.report?.losses]).toEqual([3, []]);
  },

  async TICKSCOPE_EVENT_LOOP() {
    const kinds = async (variables: Variables): Promise<Set<string>> => {
      const { segments } = await observeWithout(variables);
      return new Set(segments.flatMap(({ owners }) => owners.map(({ kind }) => kind)));
    };
    const [callbacks, turns, off] = await Promise.all(
      [{}, { TICKSCOPE_EVENT_LOOP: 'turns' }, { TICKSCOPE_EVENT_LOOP: 'off' }].map(kinds),
    );
    expect([callbacks?.has('main'), callbacks?.has('turn')]).toEqual([true, false]);
    expect([turns?.has('main'), turns?.has('turn')]).toEqual([true, true]);
    expect(off).toEqual(new Set());
  },

  async TICKSCOPE_FLUSH_MILLIS() {
    const [short, long] = await Promise.all([
      observe({ TICKSCOPE_FLUSH_MILLIS: '1' }, silent),
      observe({ TICKSCOPE_FLUSH_MILLIS: '2500' }, silent),
    ]);
    expect(long.millis - short.millis).toBeGreaterThan(1_000);
  },
};
