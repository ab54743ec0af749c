// `tickscope report`: the bottleneck report of what was recorded.

import { type Command, Option } from 'commander';
import type { Report } from '../../model/report/report.js';
import { UsageError } from '../exit-codes.js';
import { EXPORT_FORMATS, type ExportFormat, exportText, isExportFormat } from '../../report/exports.js';
import { type OutputOptions, write, writeReport } from '../output.js';
import { addOutputOptions, REPORT_FORMATS } from '../output-options.js';
import { readReport } from '../read-report.js';
import { areTraces, type JaegerSource, readFromJaeger, readTraces } from '../read-traces.js';
import { type TimeOptions, timeWindow } from '../time-options.js';
import type { TimeWindow } from '../../record-file/time-window.js';

type ReportOptions = Omit<OutputOptions, 'format'> & {
  readonly format: OutputOptions['format'] | ExportFormat;
} & TimeOptions &
  JaegerSource & { readonly root: readonly string[] };

const EXAMPLES = `
Times without a zone are UTC, as all times in reports.

Examples:
  tickscope report                       the newest run in ./.tickscope
  tickscope report --last 10m            its last ten minutes
  tickscope report --since 2h            what was measured since two hours ago
  tickscope report --since 2026-11-23T14:02:10Z
  tickscope report --tick 4bf92f         one tick, by the begin of its trace id
  tickscope report --format json --output report.json
  tickscope report --format html --output report.html
  tickscope report --format chrome-trace --output ticks.json
  tickscope report --format openmetrics --output report.om
  tickscope report .tickscope/run-20261123-140210-3fa9 4711-c0ffee00.tks
  tickscope report traces.jsonl          stored traces: a collector's, Jaeger's
  tickscope report traces/ --root onTick whose ticks are the spans of that name
  tickscope report --jaeger http://127.0.0.1:16686 --service bot --last 10m`;

export function defineReport(program: Command): void {
  const command = program
    .command('report')
    .description('print the bottleneck report of a record')
    .argument(
      '[source...]',
      'run folders or .tks files (default: the newest run in ./.tickscope); or files or folders of stored traces',
    );
  addOutputOptions(command, [...REPORT_FORMATS, ...EXPORT_FORMATS])
    .option('--last <duration>', 'only the last part of the record, for example 10m')
    .option('--since <time>', 'only from a time on, or from so long ago')
    .addOption(
      new Option('--root <name>', 'in stored traces: spans of that name are ticks; can be given several times')
        .default([], 'those that Tickscope exported')
        .argParser((name, before: readonly string[]) => [...before, name]),
    )
    .option('--jaeger <url>', 'stored traces of a running Jaeger: of the last hour, or of --last or --since')
    .option('--service <name>', 'with --jaeger: whose traces, where it has those of several')
    .option('--tick <id>', 'only the tree of one of the slowest ticks')
    .addHelpText('after', EXAMPLES)
    .action(report);
}

async function report(sources: readonly string[], options: ReportOptions): Promise<void> {
  const { tick, format } = options;
  if (tick !== undefined && format !== 'terminal') {
    throw new UsageError(
      `--tick ${tick} works with --format terminal. In JSON every kept tick stands under "slowest", the page has a list of them, and a Chrome trace has them by their titles.`,
    );
  }
  const window = timeWindow(options, Date.now());
  const built = await read(sources, options, window);
  const asked = tick === undefined ? undefined : traceIdOf(tick, built);
  if (isExportFormat(format)) {
    if (format === 'chrome-trace' && built.slowest.length === 0) {
      throw new UsageError('--format chrome-trace has nothing to write: the record holds no tree of a tick.');
    }
    write(options, process.stdout, () => exportText(built, format));
    return;
  }
  writeReport(built, { ...options, format, ...(asked !== undefined && { tick: asked }) }, process.stdout);
}

async function read(
  sources: readonly string[],
  options: ReportOptions,
  window: TimeWindow | undefined,
): Promise<Report> {
  const { root: roots, jaeger, service } = options;
  if (jaeger !== undefined) return readFromJaeger({ ...options, jaeger }, sources, roots, window);
  if (service !== undefined)
    throw new UsageError(`--service ${service} is for --jaeger. Give that too, or leave it out.`);
  if (areTraces(sources)) return readTraces(sources, roots, window);
  const [root] = roots;
  if (root === undefined) return readReport('report', sources, window);
  throw new UsageError(
    `--root ${root} is for stored traces, and a record knows its ticks. Leave it out, or give files of traces.`,
  );
}

/** @throws UsageError where no tick of the report has such an id */
function traceIdOf(tick: string, { slowest }: Report): string {
  const start = tick.toLowerCase();
  const found = start === '' ? undefined : slowest.find(({ traceId }) => traceId.startsWith(start));
  if (found !== undefined) return found.traceId;
  const [slowestOfAll] = slowest;
  throw new UsageError(
    slowestOfAll === undefined
      ? `--tick ${tick} is not there: the record holds no tree of a tick.`
      : `--tick ${tick} is not among the ${slowest.length} slowest ticks of the record. Take one of the trace ids of tickscope report, for example --tick ${slowestOfAll.traceId}.`,
  );
}
