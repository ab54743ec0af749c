// `tickscope profile`: the samples of the processor, for the programs that draw them.

import { type Command, Option } from 'commander';
import { exportedProfile, PROFILE_FORMATS, type ProfileFormat } from '../../report/profile-export/profile-export.js';
import { UsageError } from '../exit-codes.js';
import { write } from '../output.js';
import { readReport } from '../read-report.js';
import { type TimeOptions, timeWindow } from '../time-options.js';

interface ProfileOptions extends TimeOptions {
  readonly format: ProfileFormat;
  readonly output?: string;
}

const EXAMPLES = `
The program has to be sampled: tickscope run --profile -- node bot.js

Examples:
  tickscope profile --output bot.speedscope.json          for https://www.speedscope.app
  tickscope profile --format cpuprofile --output bot.cpuprofile
  tickscope profile --format pprof --output bot.pb            for go tool pprof, Pyroscope and Parca
  tickscope profile --last 10m .tickscope/run-20261123-140210-3fa9`;

export function defineProfile(program: Command): void {
  program
    .command('profile')
    .description('write the samples of the processor in a format that others draw')
    .argument('[source...]', 'run folders or .tks files (default: the newest run in ./.tickscope)')
    .addOption(new Option('--format <format>', 'how it is written').choices(PROFILE_FORMATS).default('speedscope'))
    .option('--output <file>', 'write it into a file')
    .option('--last <duration>', 'only the last part of the record, for example 10m')
    .option('--since <time>', 'only from a time on, or from so long ago')
    .addHelpText('after', EXAMPLES)
    .action(writeProfile);
}

function writeProfile(sources: readonly string[], options: ProfileOptions): void {
  const { output, format } = options;
  if (format === 'pprof' && output === undefined && process.stdout.isTTY) {
    throw new UsageError('--format pprof writes bytes, which a terminal cannot show. Add --output bot.pb.');
  }
  const { program, profile } = readReport('profile', sources, timeWindow(options, Date.now()));
  if (profile === undefined)
    throw new UsageError('the record holds no samples. Start the program with tickscope run --profile.');
  write(output === undefined ? {} : { output }, process.stdout, () => exportedProfile(profile, program.name, format));
}
