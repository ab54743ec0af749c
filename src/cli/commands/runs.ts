// `tickscope runs`: the runs there are.

import path from 'node:path';
import type { Command } from 'commander';
import { formatBytes, formatDuration, formatTime } from '../../model/format-units.js';
import type { Bytes, Nanoseconds } from '../../model/units.js';
import { type RunOnDisk, runsIn } from '../../record-file/runs.js';
import { loadReadingConfig } from '../load-config.js';

const EXAMPLES = `
Examples:
  tickscope runs
  tickscope report .tickscope/run-20261123-140210-3fa9`;

const COLUMNS = ['run', 'program', 'start', 'duration', 'processes', 'size', 'age', 'state'] as const;

export function defineRuns(program: Command): void {
  program
    .command('runs')
    .description('list the runs there are, the newest first')
    .argument('[directory]', 'the folder of runs (default: ./.tickscope)')
    .addHelpText('after', EXAMPLES)
    .action(runs);
}

function runs(directory: string | undefined): void {
  const folder = directory ?? loadReadingConfig().directory;
  const nowUnixMillis = Date.now();
  const found = runsIn(folder, nowUnixMillis);
  if (found.length === 0) {
    process.stdout.write(`${folder} holds no run. Make a record first: tickscope run -- node bot.js\n`);
    return;
  }
  const bytes = found.reduce((sum, run) => sum + run.bytes, 0) as Bytes;
  const rows = [COLUMNS, ...found.map((run) => cellsOf(run, nowUnixMillis))];
  process.stdout.write(
    `${inColumns(rows)}\n\n${found.length === 1 ? '1 run' : `${found.length} runs`}, ${formatBytes(bytes)}\n`,
  );
}

function cellsOf(run: RunOnDisk, nowUnixMillis: number): readonly string[] {
  const { folder, startedAtUnixMillis, lastWriteUnixMillis, processes, programs, bytes, isRunning } = run;
  return [
    path.basename(folder),
    programs.join(', ') || 'unknown',
    formatTime(new Date(startedAtUnixMillis).toISOString()),
    lengthText(lastWriteUnixMillis - startedAtUnixMillis),
    String(processes),
    formatBytes(bytes),
    lengthText(nowUnixMillis - lastWriteUnixMillis),
    isRunning ? 'running' : 'ended',
  ];
}

function lengthText(millis: number): string {
  return formatDuration((Math.max(0, millis) * 1e6) as Nanoseconds);
}

function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
