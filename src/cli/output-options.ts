// The options that every command with a report has.

import { type Command, Option } from 'commander';

/** @param more formats beside those that every report has */
export function addOutputOptions(command: Command, more: readonly string[] = []): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['terminal', 'json', ...more]).default('terminal'),
    )
    .option('--output <file>', 'write it into a file');
}
