// What a shell can complete: the commands with their options, as the parser itself has them.

import type { Command, Option } from 'commander';

export interface CompletedOption {
  /** With its dashes. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The only values that are right; empty where any is, which a shell takes for a file. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Of its arguments; empty where these are files or programs, or there are none. */
  readonly choices: readonly string[];
}

export function completedCommands(program: Command): CompletedCommand[] {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((command) => command.name());
  return commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).flatMap(completedOption),
    // What `help` is given is a command.
    choices:
      command.name() === 'help' ? names : command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  }));
}

function completedOption({ long, description, required, optional, argChoices = [] }: Option): CompletedOption[] {
  if (typeof long !== 'string') return [];
  return [{ flag: long, description, takesValue: required || optional, choices: argChoices }];
}
