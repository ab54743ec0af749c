import { availableParallelism, cpus, hostname } from 'node:os';
import type { KeptTick } from '../../src/model/record/record-segment.js';
import type { LoopOwnerRow } from '../../src/model/record/runtime-rows.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { countsOf, fixture, type Recorded, runRecorded } from '../support/programs.js';

function ownersOf({ report }: Recorded): string[] {
  return (report.runtime?.eventLoop?.owners ?? []).map(({ kind, name }) => `${kind} ${name}`.trimEnd()).toSorted();
}

function keptBy(recorded: Recorded, name: string): KeptTick[] {
  return recorded.segments.flatMap(({ kept }) => kept).filter((tick) => tick.name === name);
}

it('counts the ticks that a stall delayed, and no others', async () => {
  const recorded = await runRecorded([fixture('runtime/delayed-ticks.js')]);
  const rows = recorded.segments.flatMap(({ owners }) => owners);
  const owner = rows.find(({ name }) => name === 'holdsTheLoop') as LoopOwnerRow;
  expect(owner).toMatchObject({ kind: 'timer', stalls: 1, delayedTicks: 7, delayedTickNanos: 7 * owner.stallNanos });
  expect(recorded.segments.flatMap(({ stalls }) => stalls).find(({ name }) => name === 'holdsTheLoop')).toMatchObject({
    durationNanos: owner.stallNanos,
    delayedTicks: 7,
  });
  expect(recorded.report.ticks.count).toBe(9);
  expect(rows.find(({ kind }) => kind === 'tick')).toMatchObject({ name: 'TradingBot.onTick', held: { count: 9 } });
});

describe('which machine it was', () => {
  const machine = {
    ...(process.platform === 'linux' && process.arch === 'x64' && { model: cpus()[0]?.model }),
    cores: availableParallelism(),
    architecture: process.arch,
    platform: process.platform,
  };

  it('is in the record of a program that ends at once', async () => {
    const { report } = await runRecorded(['-e', 'new (class { onTick() {} })().onTick({ symbol: "A", price: 1 })']);
    expect(report.program.machines).toEqual([expect.objectContaining(machine)]);
  });

  it('is in that of one that is killed, as soon as its second segment is written', async () => {
    const { signal, report } = await runRecorded([fixture('runtime/waits-for-machine.cjs')], {
      kill: { after: 'noted', signal: 'SIGKILL' },
    });
    expect(signal).toBe('SIGKILL');
    expect(report.program.machines).toEqual([expect.objectContaining(machine)]);
  });

  it('does not say whose it is', async () => {
    const { segments } = await runRecorded(['-e', '']);
    expect(JSON.stringify(segments)).not.toContain(hostname());
  });
});

it('says where a stall was, inside a tick or not', async () => {
  const { segments } = await runRecorded([fixture('runtime/runs-programs.js')]);
  const stalls = segments.flatMap((segment) => segment.stalls).filter((stall) => stall.location !== undefined);
  const location = 'child_process.execFileSync test/fixtures/runtime/runs-programs.js:5';
  expect(stalls).toMatchObject([
    { kind: 'timer', name: 'polls', location },
    { kind: 'tick', name: 'TradingBot.onTick', location },
  ]);
});

it('sees synchronous calls of modules however they are loaded, and worker threads that get nothing from their environment', async () => {
  const { report, segments, stderr } = await runRecorded([fixture('runtime/late-modules.mjs')]);
  expect(stderr).toBe('');
  expect(countsOf(report, 'internal')).toMatchObject({
    'child_process.execFileSync': 1,
    'zlib.gzipSync': 1,
    'zlib.gunzipSync': 1,
    'crypto.pbkdf2Sync': 1,
  });
  const names = new Set(segments.flatMap(({ processes }) => processes.map(({ name }) => name)));
  expect([...names].toSorted()).toEqual(['late-modules.mjs', 'worker']);
});

it('puts collections into the ticks that they fell into', async () => {
  const recorded = await runRecorded([fixture('runtime/collecting-ticks.js')], {
    nodeArguments: ['--expose-gc'],
    environment: { TICKSCOPE_TICK_BUDGET: '1us' },
  });
  const ticks = [...keptBy(recorded, 'TradingBot.onTick'), ...keptBy(recorded, 'PatientBot.onTick')];
  expect(ticks).toHaveLength(8);
  for (const { pauses, durationNanos } of ticks) {
    expect(pauses?.map(({ kind }) => kind)).toContain('major');
    for (const pause of pauses ?? []) {
      expect(pause.startNanos).toBeGreaterThanOrEqual(0);
      expect(pause.startNanos + pause.durationNanos).toBeLessThanOrEqual(durationNanos);
    }
  }
  const major = recorded.report.runtime?.gc?.byKind.find(({ kind }) => kind === 'major');
  expect(major?.pauses).toBeGreaterThanOrEqual(8);
  expect(major?.ticksHit).toBeGreaterThanOrEqual(8);
  expect(recorded.report.slowest.flatMap(({ spans }) => spans).filter(({ name }) => name === 'gc').length).toBe(
    ticks.flatMap(({ pauses }) => pauses).length,
  );
});

it('says what its start took, and what reading the program’s files did, but not that these held a program that ran', async () => {
  const { segments, report } = await runRecorded([fixture('runtime/runs-programs.js')]);
  const loading = segments.map(({ overhead }): number => overhead.loadingNanos ?? 0);
  const nanos = loading.reduce((total, each) => total + each, 0);
  // Bundles of 400 kB and of the parser.
  expect(nanos).toBeGreaterThan(1e6);
  expect(report.overhead.loadingNanos).toBe(nanos);
  const [first] = segments.flatMap(({ samples }) => samples);
  expect(nanos).toBeLessThan(first?.elapsedNanos ?? 0);
});

it('says how much of the memory is the process’s own', async () => {
  const recorded = await runRecorded([fixture('runtime/holds-memory.cjs')]);
  const { privateBytes } = JSON.parse(recorded.stdout) as { readonly privateBytes: number };
  const { memory, targets } = recorded.report;
  // What Tickscope does at exit, before the last sample, takes some.
  expect(Math.abs((memory.privateBytes ?? 0) - privateBytes)).toBeLessThan(0.1 * privateBytes);
  expect(memory.rssBytes - privateBytes).toBeGreaterThan(20e6);
  expect(targets.find(({ scope }) => scope === 'rss')?.evidence).toMatch(
    /, \d+(\.\d+)? MB of it private; the limit is/,
  );
});

it('names its own callbacks as its own', async () => {
  const recorded = await runRecorded([fixture('runtime/waits.js')], {
    environment: { TICKSCOPE_SEGMENT_MILLIS: '100' },
  });
  expect(recorded.segments.length).toBeGreaterThan(2);
  expect(ownersOf(recorded)).toEqual(['main', 'tickscope', 'timer programsOwn']);
});

it('names what it sends as its own too', async () => {
  const collector = await OtlpCollector.start();
  try {
    const recorded = await runRecorded([fixture('runtime/waits.js')], {
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_METRIC_EXPORT_INTERVAL: '100' },
    });
    expect(collector.metrics.length).toBeGreaterThan(0);
    expect(ownersOf(recorded)).toEqual(['main', 'tickscope', 'timer programsOwn']);
  } finally {
    await collector.stop();
  }
});

it('says what the process holds', async () => {
  const { report } = await runRecorded([fixture('runtime/waits.js')]);
  const spaces = report.runtime?.resources?.heapSpaces ?? [];
  expect(spaces.map(({ name }) => name)).toEqual(expect.arrayContaining(['new_space', 'old_space']));
  expect(spaces.find(({ name }) => name === 'old_space')?.usedBytes).toBeGreaterThan(0);
});
