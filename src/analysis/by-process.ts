// What each process of a run had of its ticks.

import type { ProcessRecord, StoredSegment } from '../model/record/record-segment.js';
import type { ReportProcess } from '../model/report/report.js';

interface Part {
  readonly process: ProcessRecord;
  begun: number;
  ended: number;
  /** Of a segment that several processes share nobody knows whose ticks are whose. */
  isKnown: boolean;
}

/** @returns most ticks first, and nothing where there is only one process */
export function byProcess(segments: readonly StoredSegment[]): ReportProcess[] {
  const parts = new Map<string, Part>();
  for (const { processes, ticks } of segments) {
    for (const process of processes) {
      const part = parts.get(process.id) ?? { process, begun: 0, ended: 0, isKnown: true };
      parts.set(process.id, part);
      part.isKnown &&= processes.length === 1;
      part.begun += ticks.begun;
      part.ended += ticks.count;
    }
  }
  if (parts.size < 2) return [];
  return [...parts.values()]
    .map(({ process: { pid, threadId, name }, begun, ended, isKnown }): ReportProcess => ({
      name,
      pid,
      ...(threadId !== undefined && { threadId }),
      ...(isKnown && { ticksBegun: begun, ticksEnded: ended }),
    }))
    .toSorted(
      (left, right) =>
        (right.ticksBegun ?? 0) - (left.ticksBegun ?? 0) ||
        left.pid - right.pid ||
        (left.threadId ?? 0) - (right.threadId ?? 0),
    );
}
