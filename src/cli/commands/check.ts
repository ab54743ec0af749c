// `tickscope check`: the gate of a build. Budgets are kept, are not, or cannot be judged.

import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { checkReport } from '../../analysis/check/check-report.js';
import { DETECTORS } from '../../analysis/detectors/index.js';
import { readBudgets } from '../../config/budgets.js';
import { readConfigFile } from '../../config/config-file.js';
import { nearestName } from '../../config/nearest-name.js';
import type { Budgets } from '../../model/budgets.js';
import type { CheckReport, CheckStatus } from '../../model/report/check-report.js';
import type { Report } from '../../model/report/report.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { checkAsAnnotations } from '../../report/check/github.js';
import { checkAsJunit } from '../../report/check/junit.js';
import { checkParts } from '../../report/check/parts.js';
import { documentAsText } from '../../report/document.js';
import { documentAsMarkdown } from '../../report/markdown.js';
import { printable } from '../../report/text.js';
import type { PageOptions } from '../../report/terminal.js';
import { EXIT_CODES, UsageError } from '../exit-codes.js';
import { printMessage } from '../messages.js';
import { write } from '../output.js';
import { addOutputOptions } from '../output-options.js';
import { readReport } from '../read-report.js';
import { type TimeOptions, timeWindow } from '../time-options.js';
import { readReportOrRecord } from '../read-report-file.js';

const FORMATS = ['terminal', 'json', 'markdown', 'junit', 'github'] as const;

interface CheckOptions extends TimeOptions {
  readonly baseline?: string;
  readonly onFail?: string;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

const EXAMPLES = `
Budgets stand in tickscope.config.json (or .cjs, .mjs, .ts) under "budgets":
  { "budgets": { "responseP95": "2ms", "operations": { "*": "+10%" }, "memory": "100MB", "queriesPerTick": 3, "findings": [] } }

Exit codes: 0 all are kept, 1 one is not, 3 one could not be judged (a noisy machine, too few ticks) and none fails.

Examples:
  tickscope check                                  the newest run in ./.tickscope
  tickscope check report.json --baseline main.json
  tickscope check --format junit --output check.xml
  tickscope check --last 10m --on-fail "./roll-back.sh"`;

const EXIT_CODE_OF: Readonly<Record<CheckStatus, number>> = {
  pass: 0,
  fail: EXIT_CODES.failed,
  'not judged': EXIT_CODES.unusable,
};

export function defineCheck(program: Command): void {
  const command = program
    .command('check')
    .description('fail where a run does not keep its budgets')
    .argument('[run]', 'a run folder, a .tks file or the JSON of a report (default: the newest run in ./.tickscope)')
    .option('--baseline <run>', 'what budgets such as "+10%" are relative to')
    .option('--last <duration>', 'only the last part of the record, for example 10m')
    .option('--since <time>', 'only from a time on, or from so long ago')
    .option('--on-fail <command>', 'run a command where a budget is not kept, for example a rollback');
  addOutputOptions(command, FORMATS).addHelpText('after', EXAMPLES).action(check);
}

function check(run: string | undefined, { baseline, onFail, format, output, ...times }: CheckOptions): void {
  const window = timeWindow(times, Date.now());
  const budgets = configuredBudgets();
  if (baseline === undefined) refuseRelative(budgets);
  const report = run === undefined ? readReport('check', [], window) : readReportOrRecord('check', run, window);
  const old = baseline === undefined ? undefined : readBaseline(baseline, report);
  const result = checkReport(report, budgets, old);
  write(output === undefined ? {} : { output }, process.stdout, (look) => textOf(result, format, look));
  process.exitCode = EXIT_CODE_OF[result.status];
  if (result.status === 'fail' && onFail !== undefined) runOnFail(onFail);
}

function textOf(result: CheckReport, format: CheckOptions['format'], look: PageOptions): string {
  if (format === 'json') return `${JSON.stringify(result, undefined, 2)}\n`;
  if (format === 'junit') return checkAsJunit(result);
  if (format === 'github') return checkAsAnnotations(result);
  const parts = checkParts(result);
  return format === 'markdown' ? documentAsMarkdown(parts) : documentAsText(parts, look);
}

/** A budget that is not understood must not pass. @throws UsageError */
function configuredBudgets(): Budgets {
  const { settings, warnings, file } = readConfigFile(process.env, process.cwd());
  const [warning] = warnings;
  if (warning !== undefined)
    throw new UsageError(`${warning} Mend the configuration file: a budget that is left out would not be checked.`);
  if (settings.budgets === undefined || Object.keys(settings.budgets).length === 0) {
    throw new UsageError(
      `${file === undefined ? 'no tickscope.config.* is here, so there are' : `${relative(process.cwd(), file)} has`} no budgets. Write for example { "budgets": { "responseP95": "2ms", "memory": "100MB" } }; tickscope check --help has more.`,
    );
  }
  const budgets = readBudgets(settings.budgets);
  const ids = DETECTORS.map(({ id }) => id);
  const unknown = budgets.findings?.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, ids);
    throw new UsageError(
      `budgets.findings allows ${unknown}, and there is no such finding. ${nearest === undefined ? `Take some of ${ids.join(', ')}` : `Did you mean ${nearest}`}?`,
    );
  }
  return budgets;
}

/** @throws UsageError where a budget is, and nothing is there that it could be relative to */
function refuseRelative({ measures, operations }: Budgets): void {
  const found = [...Object.entries(measures), ...Object.entries(operations)].find(([, budget]) => 'increase' in budget);
  if (found === undefined || !('increase' in found[1])) return;
  throw new UsageError(
    `the budget "+${found[1].increase * 100}%" of ${found[0]} is relative to a baseline. Give one: --baseline FILE, a report that tickscope report --format json wrote.`,
  );
}

/** @throws UnusableSourceError where it is of another program */
function readBaseline(baseline: string, { program }: Report): Report {
  const report = readReportOrRecord('check', baseline);
  if (report.program.name !== program.name) {
    throw new UnusableSourceError(
      `${baseline} is of another program: ${printable(report.program.name)}, and the run is of ${printable(program.name)}. Give a baseline of the same program.`,
    );
  }
  return report;
}

/** Its output goes to stderr: stdout is the result. What becomes of it does not change that the check has failed. */
function runOnFail(command: string): void {
  const { status, signal, error } = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2] });
  if (error === undefined && status === 0) return;
  printMessage(`--on-fail ${command} did not succeed (${error?.message ?? signal ?? `exit code ${status}`}).`);
}
