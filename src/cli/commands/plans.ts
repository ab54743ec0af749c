// `tickscope plans`: how the database runs the statements of a record, and which index would make them faster.

import { type Command, Option } from 'commander';
import { planChanges } from '../../analysis/plans/plan-changes.js';
import { areStatements } from '../../analysis/plans/statement-uses.js';
import type { PlansReport } from '../../model/report/plans-report.js';
import type { Report } from '../../model/report/report.js';
import { errorCode, UnusableSourceError } from '../../model/unusable-source-error.js';
import { renderPlans } from '../../report/plans-text.js';
import { UsageError } from '../exit-codes.js';
import { write } from '../output.js';
import { databaseAddress } from '../plans/database-address.js';
import { asLost } from '../plans/database-error.js';
import { readPlans } from '../plans/read-plans.js';
import { readReport } from '../read-report.js';
import { readReportOrRecord } from '../read-report-file.js';
import { type TimeOptions, timeWindow } from '../time-options.js';

interface PlansOptions extends TimeOptions {
  readonly before?: string;
  readonly database?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
}

const EXAMPLES = `
PostgreSQL 12 or newer. Statements are planned (EXPLAIN) in transactions that may not write, and never run; no index is made.
The address stands in DATABASE_URL, in PGHOST, PGUSER, PGDATABASE and PGPASSWORD, or behind --database, where others on the machine
can read it in the list of processes. It is neither printed nor stored.

Examples:
  DATABASE_URL=postgres://reader@127.0.0.1/trading tickscope plans
  tickscope plans --database postgres://reader@127.0.0.1/trading report.json
  tickscope plans --last 10m --format json --output plans.json
  tickscope plans --last 10m --before plans.json`;

export function definePlans(program: Command): void {
  program
    .command('plans')
    .description('ask PostgreSQL how it runs the statements of a record, and which index would help')
    .argument('[source...]', 'run folders, .tks files or one report in JSON (default: the newest run in ./.tickscope)')
    .option('--before <file>', 'what this command wrote earlier as JSON: says which plans have changed since')
    .option('--database <url>', 'where the database is (default: DATABASE_URL, or PGHOST and the like)')
    .addOption(new Option('--format <format>', 'how it is written').choices(['terminal', 'json']).default('terminal'))
    .option('--output <file>', 'write it into a file')
    .option('--last <duration>', 'only the last part of the record, for example 10m')
    .option('--since <time>', 'only from a time on, or from so long ago')
    .addHelpText('after', EXAMPLES)
    .action(plans);
}

async function plans(sources: readonly string[], options: PlansOptions): Promise<void> {
  const { before, database: given, format, output } = options;
  const earlier = before === undefined ? undefined : readPlans(before);
  const address = databaseAddress(given, process.env);
  const report = reportOf(sources, options);
  if (!areStatements(report)) {
    throw new UnusableSourceError(
      `the record of ${report.program.name} has no statement that could be planned. Look under "What was measured" in tickscope report whether the driver of the database is there.`,
    );
  }
  const { PlanningDatabase, planStatements } = await withDriver();
  const database = await PlanningDatabase.connect(address);
  let planned: PlansReport;
  try {
    planned = await planStatements(report, database);
  } catch (error) {
    throw asLost(error);
  } finally {
    await database.close();
  }
  const told: PlansReport =
    earlier === undefined ? planned : { ...planned, changes: planChanges(earlier.statements, planned.statements) };
  write(output === undefined ? {} : { output }, process.stdout, (look) =>
    format === 'json' ? `${JSON.stringify(told, undefined, 2)}\n` : renderPlans(told, look),
  );
}

/**
 * A program whose statements are in a record has `pg`, and another copy of it beside the program's could be taken for the program's.
 *
 * @throws UsageError where it is not installed
 */
async function withDriver(): Promise<
  Pick<typeof import('../plans/planning-database.js'), 'PlanningDatabase'> &
    Pick<typeof import('../plans/plan-statements.js'), 'planStatements'>
> {
  try {
    const [{ PlanningDatabase }, { planStatements }] = await Promise.all([
      import('../plans/planning-database.js'),
      import('../plans/plan-statements.js'),
    ]);
    return { PlanningDatabase, planStatements };
  } catch (error) {
    if (errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      'tickscope plans speaks with PostgreSQL through pg, which is not installed beside Tickscope. Add it: npm install --save-dev pg',
    );
  }
}

function reportOf(sources: readonly string[], options: PlansOptions): Report {
  const window = timeWindow(options, Date.now());
  const [only] = sources;
  return sources.length === 1 && only !== undefined
    ? readReportOrRecord('plans', only, window)
    : readReport('plans', sources, window);
}
