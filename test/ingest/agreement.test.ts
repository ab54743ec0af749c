// A program's record, and the report of its traces as a collector stores them, say the same of the ticks that are in both.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReportOfTraces } from '../../src/analysis/build-report.js';
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
    expect({ notes: traces.notes, losses: traces.losses }).toEqual({ notes: [], losses: [] });
    report = buildReportOfTraces(traces.segment, traces, traces.notes);
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

  it('puts the same time on the critical path', () => {
    const { ticks, operations } = mergeRecordSegments(recorded.segments) as RecordSegment;
    const total = operations
      .flatMap(({ criticalPathByTick }) => criticalPathByTick.values)
      .reduce((sum, nanos) => sum + nanos, 0);
    expect(total).toBe(ticks.durations.sumNanos);
    const ours = report.operations.reduce((sum, { criticalPathNanos }) => sum + criticalPathNanos, 0);
    expect(ours).toBe(ticks.durations.sumNanos);
  });
});
