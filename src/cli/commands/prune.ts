// `tickscope prune`: removes old runs.

import path from 'node:path';
import type { Command } from 'commander';
import { notADuration, parseDuration } from '../../config/duration.js';
import { formatBytes, formatDuration, withoutZeros } from '../../model/format-units.js';
import type { Bytes } from '../../model/units.js';
import { KEEPING, type Keeping, oldRuns, RUN_NANOS, RUNS_BYTES } from '../../record-file/old-runs.js';
import { removeRun, type RunOnDisk, runsIn } from '../../record-file/runs.js';
import { UsageError } from '../exit-codes.js';
import { loadReadingConfig } from '../load-config.js';
import { printMessage } from '../messages.js';

interface PruneOptions {
  readonly older?: string;
  readonly keep?: string;
  readonly dryRun?: true;
}

const EXAMPLES = `
Without --older and --keep those go whose last write is more than ${withoutZeros(formatDuration(RUN_NANOS))} ago, and the oldest beyond ${withoutZeros(formatBytes(RUNS_BYTES))} in all.
Runs that are being written, and files that are not Tickscope's, are left alone.

Examples:
  tickscope prune --dry-run
  tickscope prune --older 7d
  tickscope prune --keep 10`;

export function definePrune(program: Command): void {
  program
    .command('prune')
    .description('remove old runs')
    .argument('[directory]', 'the folder of runs (default: ./.tickscope)')
    .option('--older <duration>', 'those whose last write is so long ago, for example 7d')
    .option('--keep <count>', 'all but so many of the newest; with --older, never more than those')
    .option('--dry-run', 'tell what would go, and remove nothing')
    .addHelpText('after', EXAMPLES)
    .action(prune);
}

function prune(directory: string | undefined, options: PruneOptions): void {
  const keeping = keepingOf(options);
  const nowUnixMillis = Date.now();
  const runs = runsIn(directory ?? loadReadingConfig().directory, nowUnixMillis);
  const old = oldRuns(runs, keeping, nowUnixMillis);
  for (const run of old) {
    const left = options.dryRun === true ? [] : removeRun(run);
    for (const failure of left) printMessage(`cannot remove ${failure}`);
    process.stdout.write(`${options.dryRun === true ? 'would remove' : 'removed'} ${lineOf(run)}\n`);
  }
  process.stdout.write(`${summary(runs, old)}\n`);
}

/** @throws UsageError where a value is none */
function keepingOf({ older, keep }: PruneOptions): Keeping {
  const runs = keep === undefined ? 0 : Number(keep);
  if (!Number.isSafeInteger(runs) || runs < 0 || keep === '') {
    throw new UsageError(`--keep ${keep} is not a number of runs. Use for example --keep 10.`);
  }
  const nanos = older === undefined ? undefined : parseDuration(older);
  if (older !== undefined && nanos === undefined) throw new UsageError(notADuration('--older', older));
  if (nanos !== undefined) return { runs, nanos, bytes: Infinity };
  // All but so many: whatever their age.
  return keep === undefined ? KEEPING : { runs, nanos: RUN_NANOS, bytes: 0 };
}

function lineOf({ folder, programs, bytes }: RunOnDisk): string {
  return `${path.basename(folder)} (${programs.join(', ') || 'unknown'}, ${formatBytes(bytes)})`;
}

function summary(runs: readonly RunOnDisk[], old: readonly RunOnDisk[]): string {
  const size = (list: readonly RunOnDisk[]): string =>
    `${list.length === 1 ? '1 run' : `${list.length} runs`}, ${formatBytes(list.reduce((sum, { bytes }) => sum + bytes, 0) as Bytes)}`;
  const gone = new Set(old);
  return `${size(old)}; ${size(runs.filter((run) => !gone.has(run)))} stay`;
}
