// A program's record, and the report of its traces as a collector stores them, say the same of the ticks that are in both.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReportOfTraces } from '../../src/analysis/traces/build-report-of-traces.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { readTraceFiles } from '../../src/ingest/read-trace-files.js';
import type { KeptTick, RecordSegment } from '../../src/model/record/record-segment.js';
import type { Report, ReportOperation, SlowTick } from '../../src/model/report/report.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { FORMS, StoredRequests } from './stored-requests.js';

interface Run {
  readonly recorded: Recorded;
  readonly bodies: readonly Buffer[];
}

const runs = new Map<string, Run>();
beforeAll(async () => {
  for (const protocol of ['http/json', 'http/protobuf']) {
    const stored = await StoredRequests.start();
    const recorded = await runRecorded([fixture('capture/traced-ticks.js')], {
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: stored.url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
    });
    await stored.stop();
    runs.set(protocol, { recorded, bodies: stored.bodies });
  }
});

/** What both know of a tick: of a late operation, the record does not know the end, and the traces do. */
function treeOf(tick: KeptTick | SlowTick): unknown {
  const operations = 'spans' in tick ? tick.spans : tick.operations;
  return {
    traceId: tick.traceId,
    name: tick.name,
    symbol: tick.symbol,
    reason: tick.reason,
    durationNanos: tick.durationNanos,
    operations: operations.map(({ kind, name, location, parent, startNanos, durationNanos, failed, late }) => ({
      kind,
      name,
      location,
      parent,
      startNanos,
      durationNanos,
      failed,
      late,
    })),
  };
}

/** Of ticks and what is in them, in nanoseconds. Pauses and waiting by its owner are in no span. */
function timesOf({ operations }: Report): Record<string, unknown> {
  const inSpans = operations.filter(({ kind }: ReportOperation) => kind !== 'wait' && kind !== 'untraced');
  return Object.fromEntries(
    inSpans.map(({ kind, name, count, failed, late, totalNanos, selfNanos }) => [
      `${kind} ${name}`,
      { count, failed, late, totalNanos, selfNanos },
    ]),
  );
}

describe.each(FORMS)('%s', (_form, protocol, write) => {
  let recorded: Recorded;
  let report: Report;
  beforeAll(async () => {
    const run = runs.get(protocol) as Run;
    ({ recorded } = run);
    const file = join(temporaryFolder(), 'traces');
    writeFileSync(file, write(run.bodies));
    const traces = await readTraceFiles([file], { roots: [] });
    report = buildReportOfTraces(traces.segment, traces, traces.notes);
  });

  it('leaves nothing out', () => {
    expect({ notes: report.notes, losses: report.losses }).toEqual({ notes: [], losses: [] });
  });

  it('has every tick that was kept, with its tree', () => {
    const kept = recorded.segments.flatMap((segment) => segment.kept);
    expect(kept).toHaveLength(6);
    const byTrace = new Map(kept.map((tick) => [tick.traceId, treeOf(tick)]));
    expect(new Map(report.slowest.map((tick) => [tick.traceId, treeOf(tick)]))).toEqual(byTrace);
  });

  it('adds the ticks up to the same times', () => {
    // All ticks of this program are kept, so the sums are those of the record.
    expect(report.ticks.count).toBe(recorded.report.ticks.count);
    expect(timesOf(report)).toEqual(timesOf(recorded.report));
  });

  it('puts the same time on the critical path, and what others held the loop for on the operation that waited', () => {
    const onPath = (from: Report, isWait: boolean): Map<string, number> => {
      const rows = from.operations.filter(({ kind }) => (kind === 'wait') === isWait);
      const sums = new Map<string, number>();
      for (const { kind, name, criticalPathNanos } of rows) {
        // At which `await` an operation waited no span says.
        const key = `${kind} ${name.replace(/ at \S+:\d+$/, '')}`;
        sums.set(key, (sums.get(key) ?? 0) + criticalPathNanos);
      }
      return sums;
    };
    const [live, stored] = [onPath(recorded.report, false), onPath(report, false)];
    const held = [...onPath(recorded.report, true).values()].reduce((sum, nanos) => sum + nanos, 0);
    let moved = 0;
    for (const [operation, nanos] of stored) {
      expect(nanos).toBeGreaterThanOrEqual(live.get(operation) ?? NaN);
      moved += nanos - (live.get(operation) as number);
    }
    expect(moved).toBe(held);
    const { ticks } = mergeRecordSegments(recorded.segments) as RecordSegment;
    expect([...stored.values()].reduce((sum, nanos) => sum + nanos, 0)).toBe(ticks.durations.sumNanos);
  });
});

describe('a program that gets events over a socket, of which every tick is sent', () => {
  it.each(['http/json', 'http/protobuf'])(
    'over %s: waits, response times and ages are those of the record',
    async (protocol) => {
      const stored = await StoredRequests.start();
      const { report: live, stdout } = await runRecorded([fixture('arrivals/burst.js')], {
        environment: {
          OTEL_EXPORTER_OTLP_ENDPOINT: stored.url,
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          TICKSCOPE_TICK_BUDGET: '1us',
          TICKSCOPE_TICKS_PER_SECOND: '1000',
        },
      });
      await stored.stop();
      const { handled } = JSON.parse(stdout) as { handled: number };
      const [, , write] = FORMS.find(([, ofForm]) => ofForm === protocol)!;
      const file = join(temporaryFolder(), 'traces');
      writeFileSync(file, write(stored.bodies));
      const traces = await readTraceFiles([file], { roots: [] });
      const { ticks } = buildReportOfTraces(traces.segment, traces, traces.notes);
      expect(ticks.count).toBe(handled);
      // A span has one wait: since its event came in, where that was seen, and else what it was at most. The record has both.
      const stamped = (rows: Report['ticks']['wait']): unknown => rows.filter(({ basis }) => basis === 'stamped');
      expect(ticks.wait).toEqual(stamped(live.ticks.wait));
      expect(ticks.response).toEqual(stamped(live.ticks.response));
      expect(ticks.wait).toMatchObject([{ count: handled }]);
      expect(live.ticks.age).toMatchObject({ ...ticks.age, count: handled });
    },
  );
});
