import { buildReport } from '../../../src/analysis/build-report.js';
import type { StoredSegment } from '../../../src/model/record/record-segment.js';
import type { ReportGrowth } from '../../../src/model/report/growth-report.js';
import type { UnixMilliseconds } from '../../../src/model/units.js';
import { BEGIN, MICRO, samplesOf, segmentOf } from '../segment-builder.js';

const MINUTE_MILLIS = 60_000;
/** A little up and down, as everything is. */
const wobble = (place: number): number => [1, 1.01, 0.99, 1.02, 0.98][place % 5] as number;

interface Planned {
  readonly minutes: number;
  readonly ema: (minute: number) => number;
  readonly process?: string;
  readonly warmup?: boolean;
}

/** One segment a minute; beside the EMA a statement that stays as it is. */
function recordOf({ minutes, ema, process = 'p1', warmup = false }: Planned): StoredSegment[] {
  return Array.from({ length: minutes }, (_, minute) => {
    const fromUnixMillis = (BEGIN + minute * MINUTE_MILLIS) as UnixMilliseconds;
    const ticks = Array.from({ length: 60 }, (__, place) => ({
      'indicator ema': Math.round(ema(minute + place / 60) * wobble(place)),
      'query SELECT 1': Math.round(100 * MICRO * wobble(place + minute)),
    }));
    return segmentOf(ticks, {
      fromUnixMillis,
      toUnixMillis: (fromUnixMillis + MINUTE_MILLIS) as UnixMilliseconds,
      processes: [{ id: process, pid: 1, name: 'bot.js', nodeVersion: 'v24.21.0', startedAtUnixMillis: BEGIN }],
      warmup,
    });
  });
}

const growthIn = (segments: readonly StoredSegment[]): readonly ReportGrowth[] =>
  buildReport(segments, []).growth ?? [];
/** 50 µs, and 5 µs more each minute: 1 ms after 190 minutes. */
const rising = (minute: number): number => (50 + 5 * minute) * MICRO;

describe('what takes longer and longer', () => {
  it('is in the report with its law, from what to what, and when a tick in twenty passes its target', () => {
    const growth = growthIn(recordOf({ minutes: 60, ema: rising }));
    const ema = growth.find(({ name }) => name === 'ema');
    expect(ema).toMatchObject({ kind: 'indicator', with: 'uptime', law: 'linear', points: 24 });
    expect(ema?.process).toBeUndefined();
    expect((ema?.fromNanos ?? 0) / rising(1)).toBeCloseTo(1, 1);
    expect((ema?.toNanos ?? 0) / rising(59)).toBeCloseTo(1, 1);
    const minutesAt = (iso: string | undefined): number => (Date.parse(iso ?? '') - BEGIN) / MINUTE_MILLIS;
    expect(Math.abs(minutesAt(ema?.crossing?.at) / 190 - 1)).toBeLessThan(0.1);
    expect(minutesAt(ema?.crossing?.earliest)).toBeLessThanOrEqual(190);
    expect(minutesAt(ema?.crossing?.latest)).toBeGreaterThanOrEqual(180);
    // The ticks that it is in grow with it, from twice as much.
    const tick = growth.find(({ kind }) => kind === 'tick');
    expect(tick).toMatchObject({ name: 'onTick', law: 'linear' });
    expect(Math.abs(minutesAt(tick?.crossing?.at) / 170 - 1)).toBeLessThan(0.1);
    expect(growth.map(({ name }) => name)).toEqual(['ema', 'onTick']);
  });

  it('does not depend on the order of the segments', () => {
    const record = recordOf({ minutes: 60, ema: rising });
    expect(growthIn(record.toReversed())).toEqual(growthIn(record));
  });

  it('is not in the report where nothing grows, and not while a program warms up', () => {
    const still = buildReport(recordOf({ minutes: 60, ema: () => 50 * MICRO }), []);
    expect('growth' in still).toBe(false);
    expect(growthIn(recordOf({ minutes: 60, ema: rising, warmup: true }))).toEqual([]);
  });

  it('has no crossing where the target is passed already, or is too far off', () => {
    const over = growthIn(recordOf({ minutes: 60, ema: (minute) => 20 * rising(minute) }));
    expect(over.find(({ name }) => name === 'ema')).toMatchObject({ law: 'linear' });
    expect(over.every(({ crossing }) => crossing === undefined)).toBe(true);
    const far = growthIn(recordOf({ minutes: 60, ema: (minute) => rising(minute) / 50 }));
    expect(far.find(({ name }) => name === 'ema')?.crossing).toBeUndefined();
  });

  it('is found in an hour of a program that runs for a week already', () => {
    const week = 7 * 24 * 60;
    const record = recordOf({ minutes: 60, ema: rising }).map((segment) => ({
      ...segment,
      fromUnixMillis: (segment.fromUnixMillis + week * MINUTE_MILLIS) as UnixMilliseconds,
      toUnixMillis: (segment.toUnixMillis + week * MINUTE_MILLIS) as UnixMilliseconds,
    }));
    expect(growthIn(record).map(({ name }) => name)).toEqual(['ema', 'onTick']);
    // A line and a square are nearly the same so far from their begin.
    expect(growthIn(record).map(({ law }) => law)).not.toContain('quadratic');
    const crossesAt = (Date.parse(growthIn(record)[0]?.crossing?.at ?? '') - BEGIN) / MINUTE_MILLIS - week;
    expect(Math.abs(crossesAt / 190 - 1)).toBeLessThan(0.1);
  });

  it('is not said of a program that cannot keep up: whatever waits in its backlog grows', () => {
    const record = recordOf({ minutes: 60, ema: rising });
    const samples = samplesOf(60, () => ({ started: 120, ended: 100 }));
    const overloaded = buildReport([{ ...(record[0] as StoredSegment), samples }, ...record.slice(1)], []);
    expect(overloaded.verdict.kind).toBe('cannot-keep-up');
    expect(overloaded.growth).toBeUndefined();
  });

  it('names the process where there are several, and takes none for the other', () => {
    const growth = growthIn([
      ...recordOf({ minutes: 60, ema: rising, process: 'p1' }),
      ...recordOf({ minutes: 60, ema: () => 50 * MICRO, process: 'p2' }),
    ]);
    expect(growth.map(({ name, process }) => `${name} ${process}`)).toEqual(['ema p1', 'onTick p1']);
  });
});
