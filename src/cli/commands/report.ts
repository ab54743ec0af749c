// `tickscope report`: the bottleneck report of what was recorded.

import { type Command, Option } from 'commander';
import type { Report } from '../../model/report/report.js';
import { UsageError } from '../exit-codes.js';
import { type OutputOptions, refusePageOnTerminal, write, writeReport } from '../output.js';
import { addOutputOptions, PAGE_FORMATS, REPORT_FORMATS } from '../output-options.js';
import { readReport } from '../read-report.js';
import { readSymbolReport, symbolTexts } from '../symbol-report.js';
import { areTraces, type JaegerSource, readFromJaeger, readTraces, type WantedTicks } from '../read-traces.js';
import { type TimeOptions, timeWindow } from '../time-options.js';
import type { TimeWindow } from '../../record-file/time-window.js';

type ReportOptions = OutputOptions &
  TimeOptions &
  JaegerSource & { readonly root: readonly string[]; readonly symbol?: string };

const EXAMPLES = `
Times without a zone are UTC, as all times in reports.

Examples:
  tickscope report                       the newest run in ./.tickscope
  tickscope report --last 10m            its last ten minutes
  tickscope report --since 2h            what was measured since two hours ago
  tickscope report --since 2026-11-23T14:02:10Z
  tickscope report --tick 4bf92f         one tick, by the begin of its trace id
  tickscope report --symbol BTC/USDT     the ticks of one symbol
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
  addOutputOptions(command, REPORT_FORMATS)
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
    .option('--symbol <symbol>', 'only the ticks of one symbol')
    .addHelpText('after', EXAMPLES)
    .action(report);
}

async function report(sources: readonly string[], options: ReportOptions): Promise<void> {
  const { tick, format, symbol } = options;
  if (tick !== undefined && format !== 'terminal') {
    throw new UsageError(
      `--tick ${tick} works with --format terminal. In JSON every kept tick stands under "slowest", the page has a list of them, and a Chrome trace has them by their titles.`,
    );
  }
  if (tick !== undefined && symbol !== undefined) {
    throw new UsageError(`--tick ${tick} and --symbol ${symbol} ask for two reports. Give one of them.`);
  }
  const window = timeWindow(options, Date.now());
  if (symbol !== undefined && !isOfTraces(sources, options)) return reportSymbol(symbol, sources, options, window);
  const built = await read(sources, options, window);
  const asked = tick === undefined ? undefined : traceIdOf(tick, built);
  writeReport(built, { ...options, ...(asked !== undefined && { tick: asked }) }, process.stdout);
}

function isOfTraces(sources: readonly string[], { jaeger }: ReportOptions): boolean {
  return jaeger !== undefined || areTraces(sources);
}

/** Of a record, which has sums: of stored traces, the whole report is of the symbol. */
function reportSymbol(
  symbol: string,
  sources: readonly string[],
  options: ReportOptions,
  window: TimeWindow | undefined,
): void {
  refuseTraceOptions(options);
  const format = PAGE_FORMATS.find((each) => each === options.format);
  if (format === undefined) {
    throw new UsageError(
      `--format ${options.format} is of the whole report. With --symbol ${symbol}, use one of ${PAGE_FORMATS.join(', ')}.`,
    );
  }
  refusePageOnTerminal(options, process.stdout);
  write(options, process.stdout, symbolTexts(readSymbolReport(symbol, sources, window))[format]);
}

async function read(
  sources: readonly string[],
  options: ReportOptions,
  window: TimeWindow | undefined,
): Promise<Report> {
  const { jaeger, service } = options;
  const wanted: WantedTicks = { roots: options.root, symbol: options.symbol };
  if (jaeger !== undefined) return readFromJaeger({ ...options, jaeger }, sources, wanted, window);
  if (service === undefined && areTraces(sources)) return readTraces(sources, wanted, window);
  refuseTraceOptions(options);
  return readReport('report', sources, window);
}

/** @throws UsageError where there is an option that a record has no use for */
function refuseTraceOptions({ root: [root], service }: ReportOptions): void {
  if (service !== undefined)
    throw new UsageError(`--service ${service} is for --jaeger. Give that too, or leave it out.`);
  if (root === undefined) return;
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
