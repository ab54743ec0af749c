// Whatever the program does to its clocks and timers: times stay real, the record is whole, and everything is sent.

import { type CollectedSpan, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

jest.setTimeout(30_000);

interface Sent {
  readonly recorded: Recorded;
  /** In the order in which they began. */
  readonly ticks: readonly CollectedSpan[];
  readonly beganAt: number;
  readonly endedAt: number;
}

async function runSending(name: string): Promise<Sent> {
  const collector = await OtlpCollector.start();
  try {
    const program = [fixture(`hostile/${name}`)];
    const bare = await runBare(program);
    const beganAt = Date.now();
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TICKSCOPE_TICKS_PER_SECOND: '1000000' };
    const recorded = await runRecorded(program, { environment });
    const endedAt = Date.now();
    expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
    expect(collector.metrics.map(({ name: metric }) => metric)).toContain('tickscope.tick.duration');
    const ticks = collector.spans.toSorted((left, right) =>
      BigInt(left.startTimeUnixNano) < BigInt(right.startTimeUnixNano) ? -1 : 1,
    );
    return { recorded, ticks, beganAt, endedAt };
  } finally {
    await collector.stop();
  }
}

function expectReal({ recorded, ticks, beganAt, endedAt }: Sent): void {
  const { report, segments } = recorded;
  expect(report.notes).toEqual([]);
  expect(report.losses).toEqual([]);
  let cursor = BigInt(beganAt - 1) * 1_000_000n;
  for (const { startTimeUnixNano, endTimeUnixNano } of ticks) {
    expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(cursor);
    // Each worked or waited for two milliseconds; a timer may be early by one.
    expect(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(1_000_000n);
    cursor = BigInt(endTimeUnixNano);
  }
  expect(cursor).toBeLessThanOrEqual(BigInt(endedAt + 1) * 1_000_000n);
  for (const { fromUnixMillis, toUnixMillis, samples } of segments) {
    expect(fromUnixMillis).toBeGreaterThanOrEqual(beganAt - 1);
    expect(toUnixMillis).toBeLessThanOrEqual(endedAt + 1);
    for (const { elapsedNanos, loopActiveNanos } of samples) {
      expect(loopActiveNanos).toBeLessThanOrEqual(elapsedNanos);
    }
  }
}

it.each([
  ['with fake timers and a clock of 1999', 'fake-clock.js', 20],
  ['whose wall clock is set back by an hour in mid-run', 'steps-back.js', 10],
])('a program %s', async (_what, name, count) => {
  const sent = await runSending(name);
  expect(sent.recorded.report.ticks).toMatchObject({ started: count, count, late: 0 });
  expect(sent.ticks).toHaveLength(count);
  expectReal(sent);
});
