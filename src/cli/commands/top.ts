// `tickscope top`: the last moments of programs that run, from what they write.

import type { Command } from 'commander';
import { notADuration, parseDuration } from '../../config/duration.js';
import { MILLISECOND } from '../../model/units.js';
import { USUAL_COLUMNS } from '../../report/terminal.js';
import { UsageError } from '../exit-codes.js';
import { loadReadingConfig } from '../load-config.js';
import { coloursOn } from '../output.js';
import { printPages, showPages } from '../top/live-pages.js';
import { WatchedRuns } from '../top/watched-runs.js';

interface TopOptions {
  readonly refresh: string;
}

const EXAMPLES = `
Shows what the programs that run have measured in the last 30 seconds. Ticks are known
at once, the rest when it is written, every ten seconds. The programs are not asked.

Examples:
  tickscope top
  tickscope top --refresh 1s .tickscope/run-20261123-140210-3fa9
  tickscope top > top.txt                printed, until the programs have ended`;

export function defineTop(program: Command): void {
  program
    .command('top')
    .description('show what running programs measure, in the terminal')
    .argument('[folder]', 'a run, or a folder of runs: those that run, or the newest (default: ./.tickscope)')
    .option('--refresh <duration>', 'how often it looks', '2s')
    .addHelpText('after', EXAMPLES)
    .action(top);
}

async function top(folder: string | undefined, { refresh }: TopOptions): Promise<void> {
  const refreshNanos = parseDuration(refresh);
  if (refreshNanos === undefined) throw new UsageError(notADuration('--refresh', refresh));
  const runs = new WatchedRuns(folder ?? loadReadingConfig().directory, Date.now());
  const { stdin, stdout } = process;
  const look = { columns: stdout.columns || USUAL_COLUMNS, colours: coloursOn(stdout, process.env) };
  const options = { runs, refreshMillis: refreshNanos / MILLISECOND, look };
  if (stdout.isTTY && process.env['TERM'] !== 'dumb') await showPages(options, stdin, stdout);
  else await printPages(options, (text) => void stdout.write(text));
}
