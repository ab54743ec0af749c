// Programs whose event loop is never free: no timer fires, no write ends, and the record is there nevertheless when a signal ends them.

import path from 'node:path';
import { tickscope } from '../cli/tickscope.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { Diagnosis } from '../../src/model/report/diagnosis.js';

const PROGRAM = fixture('processes/held-loop.cjs');

/** When each tick was about to start, and last when the program was about to end. */
function startsOf({ stdout }: Recorded): number[] {
  return stdout.trim().split('\n').map(Number.parseFloat);
}

/** How many ticks had ended at a time: at least and at most, since one of them may have been running. */
function ticksEndedBy(starts: readonly number[], atUnixMillis: number): readonly [least: number, most: number] {
  const started = starts.slice(0, -1).filter((start) => start <= atUnixMillis).length;
  const followed = starts.slice(1).filter((start) => start <= atUnixMillis).length;
  return [followed, started];
}

function countOf(segments: readonly StoredSegment[]): number {
  return segments.reduce((sum, { ticks }) => sum + ticks.count, 0);
}

describe.each(['synchronous', 'microtasks', 'nextTicks', 'immediates'])('a loop held by %s', (way) => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'leaves a record that is exact up to its last segment, at %s',
    async (signal) => {
      const environment = { TICKSCOPE_SEGMENT_MILLIS: '100' };
      const recorded = await runRecorded([PROGRAM, way, signal], { environment });
      expect([recorded.signal, recorded.stderr]).toEqual([signal, '']);
      const { segments, report } = recorded;
      expect(segments.length).toBeGreaterThanOrEqual(3);
      const starts = startsOf(recorded);
      for (const [index, { toUnixMillis }] of segments.entries()) {
        const counted = countOf(segments.slice(0, index + 1));
        const [least, most] = ticksEndedBy(starts, toUnixMillis);
        expect(counted).toBeGreaterThanOrEqual(least);
        expect(counted).toBeLessThanOrEqual(most);
      }
      expect(report.notes).toEqual([expect.stringMatching(/the report covers (?:it|everything) up to/i)]);
      expect(report.coverage.instrumented.map(({ name }) => name)).toContain('calculateSma');
    },
    60_000,
  );
});

it.each(['inOneTick', 'operations'])(
  'a loop held by %s leaves the operations',
  async (way) => {
    const environment = { TICKSCOPE_SEGMENT_MILLIS: '100' };
    const { report, segments, stderr } = await runRecorded([PROGRAM, way, 'SIGKILL'], { environment });
    expect([stderr, segments.length >= 3]).toEqual(['', true]);
    expect(report.operations.find(({ name }) => name === 'calculateSma')?.count).toBeGreaterThan(0);
  },
  60_000,
);

it('writes the first seconds early, however long its interval is', async () => {
  const recorded = await runRecorded([PROGRAM, 'synchronous', 'SIGKILL']);
  const [startedAt = 0] = recorded.segments.map(({ processes }) => Number(processes[0]?.startedAtUnixMillis));
  const seconds = recorded.segments.map(({ toUnixMillis }) => (toUnixMillis - startedAt) / 1_000);
  // One of them ends with the thousandth tick and the warm-up.
  expect(seconds.length).toBeGreaterThanOrEqual(3);
  expect(countOf(recorded.segments)).toBeGreaterThan(0);
}, 60_000);

it.each(['synchronous', 'microtasks', 'immediates'])(
  'tickscope doctor tells what it saw of a loop held by %s',
  async (way) => {
    const args = ['doctor', '--for', '1m', '--format', 'json', '--', process.execPath, PROGRAM, way, 'SIGKILL'];
    const { stdout, code } = await tickscope(args, { cwd: path.dirname(PROGRAM) });
    expect(code).toBe(0);
    const { program, found } = JSON.parse(stdout) as Diagnosis;
    expect(program.ended).toBe('ended by SIGKILL');
    const calls = Object.fromEntries(found.map(({ name, calls: count }) => [name, count]));
    expect(calls[way === 'microtasks' ? 'AsyncTradingBot.onTick' : 'TradingBot.onTick']).toBeGreaterThan(0);
  },
  90_000,
);
