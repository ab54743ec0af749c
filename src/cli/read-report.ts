// The report of what a command is given: runs, files, a window of time.

import { basename } from 'node:path';
import { ReportBuilder } from '../analysis/build-report.js';
import { formatCount } from '../model/format-units.js';
import type { StoredSegment } from '../model/record/record-segment.js';
import type { Report } from '../model/report/report.js';
import { readSourcesInto } from '../record-file/read-sources.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { loadReadingConfig } from './load-config.js';
import { printMessage } from './messages.js';
import { withProgress } from './progress.js';
import { keepHeapSmall } from './small-heap.js';

/** What makes something of the segments of a record. */
interface RecordBuilder<Result> {
  add(segment: StoredSegment): void;
  /** @param notes what the reader had to say */
  build(notes: readonly string[]): Result;
}

/** @param command that reads @throws UnusableSourceError where there is nothing to make a report from */
export function readReport(command: string, sources: readonly string[], window: TimeWindow | undefined): Report {
  return readRecord(command, sources, window, () => new ReportBuilder());
}

/** @param newBuilder called again where reading begins anew @throws UnusableSourceError where there is nothing to read */
export function readRecord<Result>(
  command: string,
  sources: readonly string[],
  window: TimeWindow | undefined,
  newBuilder: () => RecordBuilder<Result>,
): Result {
  const { directory, notRun } = loadReadingConfig();
  if (notRun !== undefined && sources.length === 0 && !process.env['TICKSCOPE_DIR']) {
    printMessage(
      `${basename(notRun)} is not run by ${command}, which reads ${directory}. Where it names another folder, give that, or set TICKSCOPE_DIR.`,
    );
  }
  return withProgress((progress) => {
    const keepSmall = keepHeapSmall();
    let builder = newBuilder();
    const onFile = (place: number, files: number): void =>
      progress.step(() => `looking through file ${formatCount(place)} of ${formatCount(files)}`);
    const notes = readSourcesInto(sources, { directory, window, onFile }, () => {
      const begun = (builder = newBuilder());
      let added = 0;
      return (segment) => {
        begun.add(segment);
        added++;
        progress.step(() => `adding up the record: ${formatCount(added)} segments`);
        keepSmall();
      };
    });
    return builder.build(notes);
  });
}
