// From a report and a database to what is said of plans and indexes.

import { gainWithout } from '../../analysis/detectors/in-ticks.js';
import { askedTables, chooseIndexes, LEAST_COST, type TriedIndex } from '../../analysis/plans/choose-index.js';
import { guessForRareValues, guessIndex } from '../../analysis/plans/guess-index.js';
import { nameOfIndex } from '../../analysis/plans/index-text.js';
import { linesOf, tablesOf } from '../../analysis/plans/plan-node.js';
import { plannableText } from '../../analysis/plans/plannable-text.js';
import { readsPartsByValue, remarksOn } from '../../analysis/plans/remarks.js';
import { usedStatements } from '../../analysis/plans/statement-uses.js';
import { type WantedIndex, weighIndexes } from '../../analysis/plans/weigh-indexes.js';
import { hashOf } from '../../model/sql/statements.js';
import {
  type IndexAdvice,
  type NotPlanned,
  type PlannedStatement,
  PLANS_SCHEMA,
  type PlansReport,
  type StatementUse,
} from '../../model/report/plans-report.js';
import type { Report } from '../../model/report/report.js';
import { CountedStatements } from './counted-statements.js';
import { isRefusal, notPlanned as reasonOf } from './database-error.js';
import type { PlanningDatabase } from './planning-database.js';
import { costWith, type Looked, withoutBeginnings } from './shared-indexes.js';
import { tableFacts } from './table-facts.js';
import { writesByTable, type TableWrites } from './table-writes.js';

export async function planStatements(report: Report, database: PlanningDatabase): Promise<PlansReport> {
  const { uses, left } = usedStatements(report);
  const counted = await CountedStatements.of(database);
  const writes = await writesByTable(report, counted, database);
  const looked: Looked[] = [];
  const notPlanned: NotPlanned[] = [];
  for (const use of uses) {
    const found = counted.find(use.statement);
    const plannable = found ?? plannableText(use.statement);
    if ('reason' in plannable) {
      notPlanned.push({ statement: use.statement, reason: plannable.reason });
      continue;
    }
    try {
      looked.push(await lookAt(use, plannable.text, found?.rowsPerCall, { report, database, writes }));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      notPlanned.push({ statement: use.statement, reason: reasonOf(error) });
    }
  }
  const { version, hypopg, randomPageCost } = database.server;
  const wanted = await withoutBeginnings(looked, writes, database);
  const { indexes, refused } = weighIndexes(wanted, writes.byTable, randomPageCost);
  return {
    schema: PLANS_SCHEMA,
    program: report.program.name,
    database: { version, ...(hypopg !== undefined && { hypopg: hypopg.version }) },
    statements: looked.map(({ planned }) => withRemark(planned, refused.get(planned.statement))),
    indexes: await withSizes(indexes, wanted, database),
    notPlanned,
    notes: notesOf(database, left),
  };
}

interface Surroundings {
  readonly report: Report;
  readonly database: PlanningDatabase;
  readonly writes: TableWrites;
}

/** @param rowsPerCall as the database has counted them, where it has */
function lookAt(
  use: StatementUse,
  text: string,
  rowsPerCall: number | undefined,
  { report, database, writes }: Surroundings,
): Promise<Looked> {
  return database.planning(text, async (planWith) => {
    const plan = await planWith([]);
    const tables = await tableFacts(database, tablesOf(plan));
    const lines = linesOf(plan);
    const { hypopg, workMemoryBytes } = database.server;
    const planned: PlannedStatement = {
      ...use,
      cost: plan.cost,
      shape: hashOf(lines.join('\n')),
      plan: lines,
      remarks: remarksOn({ plan, tables, workMemoryBytes, rowsAdded: writes.added, rowsPerCall }),
    };
    const asked = readsPartsByValue(plan) ? [] : askedTables(plan, tables);
    const guessed = (index: TriedIndex): Looked => ({ text, planned, wanted: [{ index, use, costBefore: plan.cost }] });
    if (hypopg === undefined) {
      const index = guessIndex(plan, asked);
      return index === undefined ? { text, planned, wanted: [] } : guessed(index);
    }
    const chosen = await chooseIndexes(plan.cost, asked, (indexes) => costWith(planWith, indexes));
    if (chosen.length === 0) {
      const index = rowsPerCall === undefined ? undefined : guessForRareValues(plan, asked, rowsPerCall);
      if (index !== undefined) return guessed(index);
      const isTried = plan.cost >= LEAST_COST && asked.some(({ columns }) => columns.length > 0);
      const none = isTried ? withRemark(planned, 'No index by its columns halves its cost.') : planned;
      return { text, planned: none, wanted: [] };
    }
    const operation = { kind: 'query', name: use.statement } as const;
    return {
      text,
      planned,
      wanted: chosen.map(({ index, costBefore, costAfter }) => ({
        index,
        use,
        costBefore,
        costAfter,
        ...gainWithout(report.whatIf, operation, 1 - costAfter / costBefore),
      })),
    };
  });
}

function withRemark(planned: PlannedStatement, remark: string | undefined): PlannedStatement {
  return remark === undefined ? planned : { ...planned, remarks: [...planned.remarks, remark] };
}

async function withSizes(
  advised: readonly IndexAdvice[],
  wanted: readonly WantedIndex[],
  database: PlanningDatabase,
): Promise<IndexAdvice[]> {
  const sized: IndexAdvice[] = [];
  for (const advice of advised) {
    const index = wanted.map((each) => each.index).find((each) => advice.create.endsWith(` ${nameOfIndex(each)};`));
    const sizeBytes = index === undefined ? undefined : await database.sizeOf(index);
    sized.push(sizeBytes === undefined ? advice : { ...advice, sizeBytes });
  }
  return sized;
}

function notesOf({ server }: PlanningDatabase, left: number): string[] {
  const notes: string[] = [];
  if (server.hypopg === undefined) {
    notes.push(
      server.hypopgIsThere
        ? 'HypoPG is installed and not in this database, so indexes could not be tried. CREATE EXTENSION hypopg; makes it, in a copy of the database too.'
        : `HypoPG is not installed on the server, so indexes could not be tried. On Debian: apt install postgresql-${server.version.split('.')[0]}-hypopg, then CREATE EXTENSION hypopg; in the database or a copy of it.`,
    );
  }
  notes.push(
    'Plans are for values of the usual kind: the record holds none, so what is seldom asked for, or is asked with a small LIMIT, may be faster than its plan says.',
  );
  if (left > 0) {
    notes.push(`${left} statements were not looked at: each takes less than 1 % of the time, or 40 others take more.`);
  }
  return notes;
}
