import { wholeSegment } from '../../src/aggregate/segment-accumulator.js';
import type { RecordWriter } from '../../src/record-file/record-writer.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { NameTable } from '../../src/model/name-table.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import type { SegmentInParts } from '../../src/model/record/segment-parts.js';
import { FLAG_FAILED, FLAG_OUTSIDE_TICK } from '../../src/model/tick-trace.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { liveParts } from './live-parts.js';

const OPERATIONS = 60;
const CUTS = 4;

/** Stands for the writer: makes the rows of a segment at once. */
function writerInto(segments: RecordSegment[]): RecordWriter {
  const take = (parts: SegmentInParts): void => void segments.push(wholeSegment(parts));
  return { write: take, finish: take } as Partial<RecordWriter> as RecordWriter;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the metrics of a running process', () => {
  it.each([0, 1, 100])('are those of all its segments, %i turns of the event loop after each cut', async (turns) => {
    const names = new NameTable();
    const { sink, cuts, metrics } = liveParts(runningSegment({ names }), names);
    const segments: RecordSegment[] = [];
    const ids = Array.from({ length: OPERATIONS }, (_, at) => names.intern('query', `SELECT ${at}`));
    for (let cut = 1; cut <= CUTS; cut++) {
      for (const id of ids) {
        const flags = FLAG_OUTSIDE_TICK | (id % 7 === 0 ? FLAG_FAILED : 0);
        sink.operationEnded(id, (1_000 * (id + cut)) as Nanoseconds, flags, NaN);
      }
      sink.losses.add('calls_too_deep');
      const before = metrics.readMetrics((totals) => totals.operations.map((row) => row?.durations.toData()));
      cuts.finish(writerInto(segments));
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      const after = metrics.readMetrics((totals) => totals.operations.map((row) => row?.durations.toData()));
      expect(after).toEqual(before);
    }
    const merged = mergeRecordSegments(segments) as RecordSegment;
    const byName = new Map(merged.operations.map((row) => [row.name, row]));
    metrics.readMetrics(({ operations, losses, overhead }) => {
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

  it('take over the rows of all segments where the loop never turns', () => {
    const names = new NameTable();
    const { sink, cuts } = liveParts(runningSegment({ names }), names);
    const ids = Array.from({ length: OPERATIONS }, (_, at) => names.intern('query', `SELECT ${at}`));
    let parts = 0;
    for (let cut = 0; cut < CUTS; cut++) {
      for (const id of ids) sink.operationEnded(id, 1_000 as Nanoseconds, FLAG_OUTSIDE_TICK, NaN);
      cuts.finish(writerInto([]));
      for (; cuts.overdueNanos < Infinity; parts++) cuts.proceed();
    }
    // A part is as long as 100 us; that all rows come with none lost says the end of the loop.
    expect(parts).toBeGreaterThanOrEqual(CUTS);
  });

  it('measure their own cost, even where whoever reads them fails', () => {
    const names = new NameTable();
    const { metrics } = liveParts(runningSegment({ names }), names);
    const fail = (): never => {
      throw new Error('broken');
    };
    expect(() => metrics.readMetrics(fail)).toThrow('broken');
    expect(metrics.readMetrics(({ overhead }) => overhead.exportingNanos)).toBeGreaterThan(0);
  });
});
