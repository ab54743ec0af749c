// A report from what a command is given: a record, of which one is made, or a file that `tickscope report --format json` wrote.

import { statSync } from 'node:fs';
import { formatBytes } from '../model/format-units.js';
import { REPORT_SCHEMA, type Report } from '../model/report/report.js';
import { SYMBOL_SCHEMA } from '../model/report/symbol-report.js';
import { type Bytes, MEGABYTE } from '../model/units.js';
import { UnusableSourceError } from '../model/unusable-source-error.js';
import { printable } from '../report/text.js';
import { COMPARED_PARTS } from '../report/schema/compared-parts.js';
import { misfit } from '../report/schema/misfit.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { UsageError } from './exit-codes.js';
import { readJsonFile } from './read-json-file.js';
import { readReport } from './read-report.js';

/** Reports are some hundred kilobytes; of a month of a large bot, two megabytes. */
const LARGEST = (64 * MEGABYTE) as Bytes;
const VERSIONED = /^tickscope\.report\/(?<version>\d+)$/;
const ANEW = 'Write it anew: tickscope report --format json --output FILE';
const WORDS = {
  what: 'report',
  otherwise:
    'neither a record nor JSON. Give a run folder, a .tks file, or a file that tickscope report --format json wrote.',
  anew: ANEW,
};

/**
 * @param command that reads
 * @param window of a record; a report has the one that it was made with
 * @throws UsageError where a report is to be cut to a window
 * @throws UnusableSourceError where there is no report in it
 */
export function readReportOrRecord(command: string, source: string, window?: TimeWindow): Report {
  const stats = statSync(source, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UnusableSourceError(
      `${source} does not exist. Give a run folder, a .tks file, or a file that tickscope report --format json wrote.`,
    );
  }
  if (!stats.isFile() || source.endsWith('.tks')) return readReport(command, [source], window);
  if (window !== undefined) {
    throw new UsageError(
      `${window.option} is for a record, and ${source} is a report. Give the record, or leave it out.`,
    );
  }
  if (stats.size === 0) throw new UnusableSourceError(`${source} is empty. ${ANEW}`);
  if (stats.size > LARGEST) {
    throw new UnusableSourceError(
      `${source} has ${formatBytes(stats.size as Bytes)}, and no report has more than ${formatBytes(LARGEST)}. Give a file that tickscope report --format json wrote.`,
    );
  }
  return reportIn(source, readJsonFile(source, WORDS));
}

function reportIn(source: string, value: unknown): Report {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (schema !== REPORT_SCHEMA) throw new UnusableSourceError(notThisReport(source, schema));
  const wrong = misfit(value, COMPARED_PARTS);
  if (wrong !== undefined) {
    throw new UnusableSourceError(`${source} is no whole report: ${printable(wrong)}. ${ANEW}`);
  }
  return value as Report;
}

function notThisReport(source: string, schema: unknown): string {
  if (schema === SYMBOL_SCHEMA) {
    return `${source} is the report of one symbol, which has no more than the record keeps by symbol. Give one that was written without --symbol.`;
  }
  if (typeof schema === 'string' && VERSIONED.test(schema)) {
    return `${source} is a report of a newer Tickscope (${schema}); this one reads ${REPORT_SCHEMA}. Update Tickscope, or write it anew with this version.`;
  }
  const what = typeof schema === 'string' ? `its schema is "${printable(schema.slice(0, 60))}"` : 'it has no schema';
  return `${source} is no report of Tickscope: ${what}, and not ${REPORT_SCHEMA}. Give a file that tickscope report --format json wrote.`;
}
