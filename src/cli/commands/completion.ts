// `tickscope completion bash`: the commands and options, for the key that completes them.

import { Argument, type Command } from 'commander';
import { completedCommands } from '../completion/definitions.js';
import { completionScript, type Shell, SHELLS } from '../completion/scripts.js';

const EXAMPLES = `
Examples:
  source <(tickscope completion bash)          in ~/.bashrc
  source <(tickscope completion zsh)           in ~/.zshrc, behind compinit
  tickscope completion fish | source           in ~/.config/fish/config.fish`;

export function defineCompletion(program: Command): void {
  program
    .command('completion')
    .description('print what teaches a shell to complete the commands')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell) => void process.stdout.write(completionScript(shell, completedCommands(program))));
}
