// Drains a log file as the process would have done: from the cut of its last whole segment to the last record that was written.
//
// Records from before the cut are read too, and not counted, so that a tick that was open at the cut has its begin. What the log does
// not hold is not there: the loop's stretches, samples of the process, received events, feeds, ages, caches, the inputs of indicators.

import { createHash } from 'node:crypto';
import { LogDrain } from '../../aggregate/drain/log-drain.js';
import { KeepPolicy } from '../../aggregate/keep-policy.js';
import { RunningSegment } from '../../aggregate/running-segment.js';
import { SegmentAccumulator, wholeSegment } from '../../aggregate/segment-accumulator.js';
import { TickAnalysis, waitingIn } from '../../aggregate/tick-analysis.js';
import { EventLog, recordsBetween } from '../../model/log/event-log.js';
import { NameTable } from '../../model/name-table.js';
import type { ProcessInfo, StoredSegment } from '../../model/record/record-segment.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import type { UnixMilliseconds } from '../../model/units.js';
import { LOG_FILE_RECORDS, type LogCut, type LogHeader, type LogLine } from './layout.js';
import { ReplaySink } from './replay-sink.js';

/** What a log file holds. */
export interface LogContents {
  readonly header: LogHeader;
  readonly lines: readonly LogLine[];
  /** The ring of records. */
  readonly records: ArrayBuffer;
}

/** @throws where a record or a line is not what it has to be */
export function replayLog(contents: LogContents, cut: LogCut, process: ProcessInfo): StoredSegment {
  const { originUnixMillis, untilPosition, untilNanos } = contents.header;
  const names = new NameTable();
  const unixMillis = (nanos: number): UnixMilliseconds => (originUnixMillis + nanos / 1e6) as UnixMilliseconds;
  const running = new RunningSegment({
    accumulator: new SegmentAccumulator(names, new TickAnalysis(waitingIn(names))),
    names,
    process,
    // Not by chance: the file gives the same each time that it is read.
    keepPolicy: new KeepPolicy(TICK_TARGET_NANOS, () => 1),
    startNanos: cut.atNanos,
    unixMillis,
  });
  const sink = new ReplaySink(running, names, process.id, originUnixMillis);
  new Replay(contents, cut, names, sink).run(untilPosition);
  const segment = wholeSegment(
    running.soFar(untilNanos, { caches: [], externals: [], instrumented: [], notSeen: [], profiles: [], memory: [] }),
  );
  // Totals of the process are not in the log.
  const losses = segment.losses.map(({ cause, count }) => ({ cause, count }));
  return { ...segment, losses, kept: [...segment.kept, ...sink.last], warmup: cut.warmup };
}

class Replay {
  readonly #lines: readonly LogLine[];
  readonly #cut: LogCut;
  readonly #names: NameTable;
  readonly #sink: ReplaySink;
  readonly #log: EventLog;
  readonly #drain: LogDrain;
  readonly #startPosition: number;
  #ids = 0;

  constructor({ header, lines, records }: LogContents, cut: LogCut, names: NameTable, sink: ReplaySink) {
    this.#lines = lines;
    this.#cut = cut;
    this.#names = names;
    this.#sink = sink;
    this.#startPosition = header.fromPosition;
    this.#log = new EventLog(LOG_FILE_RECORDS, header.fromPosition, records);
    const newId = (digits: number): string =>
      createHash('sha256')
        .update(`${sink.processId} ${cut.number} ${this.#ids++}`)
        .digest('hex')
        .slice(0, digits);
    this.#drain = new LogDrain(this.#log, sink, newId, undefined);
  }

  run(untilPosition: number): void {
    for (const line of this.#lines) this.#apply(line);
    this.#readUntil(untilPosition);
    this.#drain.orders.finish();
  }

  #apply(line: LogLine): void {
    const { texts, innerOperations } = this.#log;
    switch (line.part) {
      case 'name':
        return expectSame(this.#names.intern(line.kind, line.name, line), line.id);
      case 'inner':
        innerOperations.set(line.id, { id: line.innerId });
        return;
      case 'text':
        return expectSame(texts.numberOf(line.text), line.number);
      case 'cleared':
        this.#readUntil(line.fromPosition);
        texts.clear();
        this.#readUntil(line.untilPosition);
    }
  }

  /** Begins to count at the cut. A position before the first record is that of a line that is older than all of them. */
  #readUntil(position: number): void {
    const readUntil = this.#sinceStart(this.#drain.position);
    if (this.#sinceStart(position) > LOG_FILE_RECORDS || this.#sinceStart(position) < readUntil) return;
    if (!this.#sink.counts && this.#sinceStart(this.#cut.position) <= this.#sinceStart(position)) {
      this.#read(this.#cut.position);
      this.#sink.counts = true;
    }
    this.#read(position);
  }

  #read(position: number): void {
    this.#log.position = position;
    while (this.#drain.run());
  }

  #sinceStart(position: number): number {
    return recordsBetween(this.#startPosition, position);
  }
}

function expectSame(found: number, written: number): void {
  if (found !== written) throw new Error(`the log names ${written} what is ${found}`);
}
