// What each process of a run had of its ticks.

import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import type { ReportProcess } from '../model/report/report.js';

interface Part {
  readonly process: ProcessInfo;
  started: number;
  ended: number;
  /** Of a segment that several processes share nobody knows whose ticks are whose. */
  isKnown: boolean;
  /** There is more than the row of a process that left nothing. */
  isMeasured: boolean;
}

export class TicksByProcess {
  readonly #parts = new Map<string, Part>();

  add({ processes, ticks, fromUnixMillis, toUnixMillis, samples }: StoredSegment): void {
    const isNothing = fromUnixMillis === toUnixMillis && samples.length === 0;
    for (const process of processes) {
      const part = this.#parts.get(process.id) ?? { process, started: 0, ended: 0, isKnown: true, isMeasured: false };
      this.#parts.set(process.id, part);
      part.isKnown &&= processes.length === 1;
      part.isMeasured ||= !isNothing;
      part.started += ticks.started;
      part.ended += ticks.count;
    }
  }

  /** @returns most ticks first, and nothing where there is only one process */
  toRows(): ReportProcess[] {
    return this.#parts.size < 2 ? [] : rowsOf(this.#parts);
  }
}

function rowsOf(parts: ReadonlyMap<string, Part>): ReportProcess[] {
  return [...parts.values()]
    .map(({ process: { pid, threadId, name }, started, ended, isKnown, isMeasured }): ReportProcess => ({
      name,
      pid,
      ...(threadId !== undefined && { threadId }),
      ...(isKnown && isMeasured && { ticksStarted: started, ticksEnded: ended }),
    }))
    .toSorted(
      (left, right) =>
        (right.ticksStarted ?? 0) - (left.ticksStarted ?? 0) ||
        left.pid - right.pid ||
        (left.threadId ?? 0) - (right.threadId ?? 0),
    );
}
