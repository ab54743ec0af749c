import { SegmentAccumulator, wholeSegment } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { KeepPolicy } from '../../src/capture/keep/keep-policy.js';
import type { RecordWriter } from '../../src/record-file/record-writer.js';
import { RunningSegment } from '../../src/live/running-segment.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { NameTable } from '../../src/model/name-table.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import type { SegmentInParts } from '../../src/model/record/segment-parts.js';
import { FLAG_FAILED, FLAG_OUTSIDE_TICK } from '../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { HEAD } from '../aggregate/measured-stream.js';

const OPERATIONS = 60;
const CUTS = 4;

/** Stands for the writer: makes the rows of a segment at once. */
function writerInto(segments: RecordSegment[]): RecordWriter {
  const take = (parts: SegmentInParts): void => void segments.push(wholeSegment(parts));
  return { write: take, finish: take } as Partial<RecordWriter> as RecordWriter;
}

function recordOf(names: NameTable): RunningSegment {
  const analysis = new TickAnalysis(() => false);
  return new RunningSegment({
    accumulator: new SegmentAccumulator(names, analysis),
    analysis,
    names,
    process: HEAD.processes[0] as (typeof HEAD.processes)[number],
    keepPolicy: new KeepPolicy(1e6 as Nanoseconds),
    stretches: undefined,
  });
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the metrics of a running process', () => {
  it.each([0, 1, 100])('are those of all its segments, %i turns of the event loop after each cut', async (turns) => {
    const names = new NameTable();
    const record = recordOf(names);
    const segments: RecordSegment[] = [];
    const ids = Array.from({ length: OPERATIONS }, (_, at) => names.intern('query', `SELECT ${at}`));
    for (let cut = 1; cut <= CUTS; cut++) {
      for (const id of ids) {
        const flags = FLAG_OUTSIDE_TICK | (id % 7 === 0 ? FLAG_FAILED : 0);
        record.operationEnded(id, (1_000 * (id + cut)) as Nanoseconds, flags);
      }
      record.losses.add('calls_too_deep');
      const before = record.readMetrics((totals) => totals.operations.map((row) => row?.durations.toData()));
      record.finish(writerInto(segments));
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      const after = record.readMetrics((totals) => totals.operations.map((row) => row?.durations.toData()));
      expect(after).toEqual(before);
    }
    const merged = mergeRecordSegments(segments) as RecordSegment;
    const byName = new Map(merged.operations.map((row) => [row.name, row]));
    record.readMetrics(({ operations, losses, overhead }) => {
      for (const id of ids) {
        const row = byName.get(`SELECT ${id}`);
        expect(operations[id]?.durations.toData()).toEqual(row?.durations);
        expect(operations[id]?.failed).toBe(row?.failed);
      }
      expect(losses.get('calls_too_deep')).toBe(CUTS);
      // Reading is its own cost: it comes with the next segment.
      expect(overhead.exportingNanos).toBeGreaterThanOrEqual(merged.overhead.exportingNanos);
    });
  });

  it('measure their own cost, even where whoever reads them fails', () => {
    const record = recordOf(new NameTable());
    const fail = (): never => {
      throw new Error('broken');
    };
    expect(() => record.readMetrics(fail)).toThrow('broken');
    expect(record.readMetrics(({ overhead }) => overhead.exportingNanos)).toBeGreaterThan(0);
  });
});
