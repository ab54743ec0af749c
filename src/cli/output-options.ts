// The options that every command with a report has.

import { type Command, Option } from 'commander';

export function addOutputOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how it is written')
        .choices(['terminal', 'json', 'markdown'])
        .default('terminal'),
    )
    .option('--output <file>', 'write it into a file');
}
