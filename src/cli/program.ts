// The command line as a whole: its commands, and how each of its ends becomes an exit code.

import { Command, CommanderError } from 'commander';
import { errorCode, UnusableSourceError } from '../model/unusable-source-error.js';
import { defineCheck } from './commands/check.js';
import { defineCompare } from './commands/compare.js';
import { defineCompletion } from './commands/completion.js';
import { defineDoctor } from './commands/doctor.js';
import { defineExplain } from './commands/explain.js';
import { defineHeap } from './commands/heap.js';
import { defineInit } from './commands/init.js';
import { definePlans } from './commands/plans.js';
import { defineProfile } from './commands/profile.js';
import { definePrune } from './commands/prune.js';
import { defineReport } from './commands/report.js';
import { defineRun } from './commands/run.js';
import { defineRuns } from './commands/runs.js';
import { defineTop } from './commands/top.js';
import { EXIT_CODES, UsageError } from './exit-codes.js';
import { prefixed, printMessage } from './messages.js';
import { TICKSCOPE_VERSION } from '../model/version.js';

/** Never rejects: what went wrong is said on stderr and told by the exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endOfOutput);
  // A terminal that was closed: there is nobody left to tell.
  process.stderr.on('error', () => undefined);
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function createProgram(): Command {
  const program = new Command('tickscope')
    .description('Finds out why a Node.js trading program misses its tick budget.')
    .version(TICKSCOPE_VERSION, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(prefixed(text.replace(/^error: /, ''))) })
    .addHelpText(
      'after',
      '\nExamples:\n  tickscope run -- node bot.js\n  tickscope report --last 10m\n  tickscope doctor -- node bot.js',
    );
  defineRun(program);
  defineReport(program);
  defineExplain(program);
  definePlans(program);
  defineTop(program);
  defineCompare(program);
  defineCheck(program);
  defineProfile(program);
  defineHeap(program);
  defineDoctor(program);
  defineRuns(program);
  definePrune(program);
  defineInit(program);
  defineCompletion(program);
  return program;
}

/** Says what is left to printMessage; commander has spoken for itself. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage;
  if (error instanceof UsageError) {
    printMessage(error.message);
    return EXIT_CODES.usage;
  }
  if (error instanceof UnusableSourceError) {
    printMessage(error.message);
    return EXIT_CODES.unusable;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  printMessage(`This is a defect in Tickscope, please report it with these lines:\n${stack ?? String(error)}`);
  return EXIT_CODES.defect;
}

/** `tickscope report | head`: the reader has what it wanted. */
function endOfOutput(error: unknown): void {
  if (errorCode(error) === 'EPIPE') process.exit();
  printMessage(`the output cannot be written (${errorCode(error)}).`);
  process.exit(EXIT_CODES.usage);
}
