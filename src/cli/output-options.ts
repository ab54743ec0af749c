// The options that every command with a report has.

import { type Command, Option } from 'commander';

/** Of a comparison. */
export const COMPARISON_FORMATS = ['terminal', 'json', 'markdown'] as const;

/** Of a report. */
export const REPORT_FORMATS = ['terminal', 'json', 'markdown', 'html'] as const;

export function addOutputOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <format>', 'how it is written').choices(formats).default('terminal'))
    .option('--output <file>', 'write it into a file');
}
