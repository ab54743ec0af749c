// `tickscope compare`: what changed from one version of a program to another, and how sure that is.

import { type Command, Option } from 'commander';
import { compareReports } from '../../analysis/comparison/compare-reports.js';
import type { ComparedRuns } from '../../analysis/comparison/run-values.js';
import { parseWholeNumber } from '../whole-number.js';
import type { Report } from '../../model/report/report.js';
import type { ComparisonReport } from '../../model/report/comparison-report.js';
import { comparisonParts } from '../../report/comparison/parts.js';
import { documentAsText } from '../../report/document.js';
import { documentAsMarkdown } from '../../report/markdown.js';
import { printable } from '../../report/text.js';
import type { PageOptions } from '../../report/terminal.js';
import { runInPairs } from '../compare/command-runs.js';
import { UsageError } from '../exit-codes.js';
import { printMessage } from '../messages.js';
import { write } from '../output.js';
import { addOutputOptions, COMPARISON_FORMATS } from '../output-options.js';
import { readReportOrRecord } from '../read-report-file.js';

interface CompareOptions {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly paired?: true;
  readonly run: readonly string[];
  readonly pairs?: number;
  readonly seed?: number;
  readonly input?: string;
  readonly format: (typeof COMPARISON_FORMATS)[number];
  readonly output?: string;
}

const DEFAULT_PAIRS = 12;
const MOST_PAIRS = 200;

const EXAMPLES = `
A run is a run folder, a .tks file, or a file that tickscope report --format json wrote.

Examples:
  tickscope compare before.json after.json        the difference; one run each says no more
  tickscope compare --before b1.json b2.json b3.json b4.json --after a1.json a2.json a3.json a4.json
  tickscope compare --run "node old.js" --run "node new.js" --pairs 12
  tickscope compare --run "node old.js" --run "node new.js" --input tape.jsonl --format markdown`;

export function defineCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('say what changed between two versions of a program, with intervals')
    .argument('[before]', 'a run of the version before')
    .argument('[after]', 'a run of the version after')
    .option('--before <run...>', 'several runs of the version before', [])
    .option('--after <run...>', 'several runs of the version after', [])
    .option('--paired', 'the first run of either side were made next to each other, and so on')
    .addOption(
      new Option('--run <command>', 'run a command; given twice: the version before, then the one after')
        .default([], 'none')
        .argParser((given, before: readonly string[]) => [...before, given]),
    )
    .addOption(
      new Option('--pairs <count>', `with --run: how often each is run (default: ${DEFAULT_PAIRS})`).argParser((text) =>
        parseWholeNumber('--pairs', text, 1, MOST_PAIRS),
      ),
    )
    .addOption(
      new Option('--seed <number>', 'with --run: decides the order of the runs (default: 1)').argParser((text) =>
        parseWholeNumber('--seed', text, 0, 2 ** 31),
      ),
    )
    .option('--input <file>', 'with --run: what every run gets on stdin');
  addOutputOptions(command, COMPARISON_FORMATS).addHelpText('after', EXAMPLES).action(compare);
}

async function compare(before: string | undefined, after: string | undefined, options: CompareOptions): Promise<void> {
  const comparison = compareReports(
    await runsOf(
      [before, after].filter((source) => source !== undefined),
      options,
    ),
  );
  const { output, format } = options;
  write(output === undefined ? {} : { output }, process.stdout, (look) => textOf(comparison, format, look));
}

function textOf(comparison: ComparisonReport, format: CompareOptions['format'], look: PageOptions): string {
  if (format === 'json') return `${JSON.stringify(comparison, undefined, 2)}\n`;
  const parts = comparisonParts(comparison);
  return format === 'markdown' ? documentAsMarkdown(parts) : documentAsText(parts, look);
}

/** @throws UsageError where it is not clear what is compared with what */
async function runsOf(sources: readonly string[], options: CompareOptions): Promise<ComparedRuns> {
  const { before, after, run, paired = false } = options;
  const given = [sources.length > 0, before.length + after.length > 0, run.length > 0].filter(Boolean).length;
  if (given > 1) {
    throw new UsageError(
      'BEFORE AFTER, --before with --after, and --run are three ways to say what is compared. Use one of them.',
    );
  }
  if (run.length > 0) return commandRuns(run, options);
  const flag = (['pairs', 'seed', 'input'] as const).find((name) => options[name] !== undefined);
  if (flag !== undefined)
    throw new UsageError(`--${flag} ${options[flag]} is for --run. Give that twice too, or leave it out.`);
  const [old, now] = sources.length > 0 ? [sources.slice(0, 1), sources.slice(1)] : [before, after];
  if (old === undefined || now === undefined || old.length === 0 || now.length === 0) {
    throw new UsageError('compare needs a run of either side, for example: tickscope compare before.json after.json');
  }
  if (paired && old.length !== now.length) {
    throw new UsageError(
      `--paired needs as many runs on either side, and there are ${old.length} before and ${now.length} after.`,
    );
  }
  return {
    before: readSide('before', old),
    after: readSide('after', now),
    isPaired: paired,
  };
}

function readSide(side: string, sources: readonly string[]): Report[] {
  const reports = sources.map((source) => readReportOrRecord('compare', source));
  const names = [...new Set(reports.map(({ program }) => program.name))];
  if (names.length > 1) {
    throw new UsageError(
      `the runs ${side} are of several programs: ${names.map(printable).join(', ')}. Give runs of one version.`,
    );
  }
  return reports;
}

async function commandRuns(
  [before, after, third]: readonly string[],
  { pairs = DEFAULT_PAIRS, seed = 1, input, paired }: CompareOptions,
): Promise<ComparedRuns> {
  if (before === undefined || after === undefined || third !== undefined) {
    throw new UsageError(
      `--run ${third ?? before} is one too ${third === undefined ? 'few' : 'many'}. Give two commands: the version before, then the one after.`,
    );
  }
  if (paired !== undefined)
    throw new UsageError('--paired is for runs that are there already: those of --run always are pairs. Leave it out.');
  const started = performance.now();
  const onPair = (pair: number): void => printMessage(progressText(pair, pairs, performance.now() - started));
  return { ...(await runInPairs({ before, after, pairs, seed, input, onPair })), isPaired: true };
}

function progressText(pair: number, pairs: number, elapsedMillis: number): string {
  const left = pair === 0 ? '' : `, about ${Math.ceil(((elapsedMillis / pair) * (pairs - pair)) / 1_000)} s left`;
  return `pair ${pair + 1} of ${pairs}${left}`;
}
