// `tickscope run -- node bot.js`: a program with the preload, and its report when it has ended.

import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/config.js';
import { newRunName } from '../../record-file/run-names.js';
import { KEEPING, oldRuns } from '../../record-file/old-runs.js';
import { holdsRecord } from '../../record-file/run-folder.js';
import { removeRun, runsIn } from '../../record-file/runs.js';
import { UsageError } from '../exit-codes.js';
import { printMessage } from '../messages.js';
import { loadConfig } from '../load-config.js';
import { type OutputOptions, refusePageOnTerminal, writeReport } from '../output.js';
import { readReport } from '../read-report.js';
import { addOutputOptions, REPORT_FORMATS } from '../output-options.js';
import { type ChildEnd, endAs, runChild } from '../run/child.js';
import { childEnvironment, REGISTER } from '../run/child-environment.js';
import { LIVE_MILLIS, startLiveLine } from '../run/live-line.js';

type RunOptions = OutputOptions & { readonly live?: true; readonly profile?: true; readonly memory?: true };

const EXAMPLES = `
Ends as the program ended; the report is printed on stderr.

Examples:
  tickscope run -- node bot.js --symbol BTC/USDT
  tickscope run --output report.txt -- node bot.js
  tickscope run --format html --output report.html -- node bot.js
  tickscope run --profile -- node bot.js
  tickscope run -- npm start`;

export function defineRun(program: Command): void {
  const command = program
    .command('run')
    .description('start a program with the preload and print its report when it ends')
    .usage('[options] -- <program> [arguments...]')
    .argument('[program...]', 'the program and its arguments');
  addOutputOptions(command, REPORT_FORMATS)
    .option('--live', 'show progress even where the program prints to the same terminal')
    .option('--profile', 'sample the processor too: names the functions below the handlers')
    .option('--memory', 'look for the lines that keep more and more memory')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run([command, ...args]: readonly string[], options: RunOptions): Promise<void> {
  if (command === undefined) {
    throw new UsageError('run needs a program. Give it behind --, for example: tickscope run -- node bot.js');
  }
  refusePageOnTerminal(options, process.stderr);
  const config = loadConfig();
  const runFolder = resolve(config.runFolder ?? join(config.directory, newRunName(new Date())));
  // Where the program prints to the same terminal, its lines and this one would run into each other.
  const live = process.stderr.isTTY && (options.live === true || !process.stdout.isTTY);
  const preload = {
    register: REGISTER,
    runFolder,
    ...(live && { segmentMillis: LIVE_MILLIS }),
    profile: options.profile === true,
    memory: options.memory === true,
  };
  const stopLiveLine = live ? startLiveLine(runFolder, process.stderr) : undefined;
  let end: ChildEnd;
  try {
    end = await runChild(command, args, childEnvironment(process.env, preload));
  } finally {
    stopLiveLine?.();
  }
  reportRun(command, runFolder, config, options);
  if (config.runFolder === undefined) removeOldRuns(config.directory, runFolder);
  endAs(end);
}

/** Whatever is wrong with the report, the program's end is what counts: it is said and nothing is thrown. */
function reportRun(command: string, runFolder: string, config: Config, options: RunOptions): void {
  if (!holdsRecord(runFolder)) {
    printMessage(noRecord(command, config));
    return;
  }
  try {
    writeReport(readReport('run', [runFolder], undefined), options, process.stderr);
    if (options.output !== undefined) printMessage(`The report is in ${options.output}.`);
  } catch (error) {
    printMessage(error instanceof Error ? error.message : String(error));
    printMessage(
      `The record is in ${relative(process.cwd(), runFolder) || '.'}: tickscope report makes a report of it.`,
    );
  }
}

/** As a program's preload does where it makes the folder of the run itself. */
function removeOldRuns(directory: string, own: string): void {
  const nowUnixMillis = Date.now();
  const runs = runsIn(directory, nowUnixMillis).filter(({ folder }) => resolve(folder) !== own);
  const old = oldRuns(runs, KEEPING, nowUnixMillis);
  for (const each of old) removeRun(each);
  if (old.length > 0)
    printMessage(
      `${old.length} old ${old.length === 1 ? 'run was' : 'runs were'} removed from ${directory}: see tickscope prune --help.`,
    );
}

function noRecord(command: string, { disabled }: Config): string {
  return disabled
    ? 'No record was made: TICKSCOPE_DISABLED or OTEL_SDK_DISABLED is set. Unset it to measure.'
    : `No record was made: ${command} is no Node.js program, or it ended before the preload could start.`;
}
