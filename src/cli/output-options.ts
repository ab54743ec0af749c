// The options that every command with a report has.

import { type Command, Option } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '../report/exports.js';

/** Of a comparison. */
export const COMPARISON_FORMATS = ['terminal', 'json', 'markdown'] as const;

/** For people, and for programs that know Tickscope. */
export const PAGE_FORMATS = ['terminal', 'json', 'markdown', 'html'] as const;

/** Of a report. */
export const REPORT_FORMATS: readonly ReportFormat[] = [...PAGE_FORMATS, ...EXPORT_FORMATS];

export type ReportFormat = (typeof PAGE_FORMATS)[number] | ExportFormat;

export function addOutputOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <format>', 'how it is written').choices(formats).default('terminal'))
    .option('--output <file>', 'write it into a file');
}
