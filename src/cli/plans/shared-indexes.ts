// Indexes that serve several statements: one that is the beginning of another is not needed beside it.

import { type TriedIndex, WORTH_AN_INDEX } from '../../analysis/plans/choose-index.js';
import { whereOf } from '../../analysis/plans/index-text.js';
import type { WantedIndex } from '../../analysis/plans/weigh-indexes.js';
import type { PlannedStatement } from '../../model/report/plans-report.js';
import { isRefusal } from './database-error.js';
import type { Plan, PlanningDatabase } from './planning-database.js';
import type { TableWrites } from './table-writes.js';

/** A statement with its plan and the indexes that it wants. */
export interface Looked {
  readonly text: string;
  readonly planned: PlannedStatement;
  readonly wanted: readonly WantedIndex[];
}

/** An index that is the beginning of another one that is wanted is not needed beside it, where that serves its statement too. */
export async function withoutBeginnings(
  looked: readonly Looked[],
  { byTable }: TableWrites,
  database: PlanningDatabase,
): Promise<WantedIndex[]> {
  const all = looked.flatMap(({ wanted }) => wanted);
  const result: WantedIndex[] = [];
  for (const { text, wanted } of looked) {
    const [only, another] = wanted;
    const longer =
      only === undefined || another !== undefined || only.costAfter === undefined
        ? undefined
        : all.map(({ index }) => index).find((index) => isBeginning(only.index, index, byTable));
    const costAfter =
      longer === undefined ? undefined : await database.planning(text, (planWith) => costWith(planWith, [longer]));
    const serves = only !== undefined && costAfter !== undefined && costAfter <= only.costBefore * WORTH_AN_INDEX;
    if (serves && longer !== undefined) result.push({ ...only, index: longer, costAfter });
    else result.push(...wanted);
  }
  return result;
}

/** A column that updates set makes an index dear. */
function isBeginning(index: TriedIndex, of: TriedIndex, writes: TableWrites['byTable']): boolean {
  const { table, columns } = index;
  if (of.table.name !== table.name || whereOf(of) !== whereOf(index) || of.columns.length <= columns.length)
    return false;
  const more = of.columns.slice(columns.length).map((column) => column.toLowerCase());
  const isSet = writes.get(table.name)?.some(({ sets }) => sets.some((column) => more.includes(column)));
  return columns.every((column, place) => of.columns[place] === column) && isSet !== true;
}

/** An index that HypoPG does not make, of a type without an order, is none. */
export async function costWith(planWith: Plan, indexes: Parameters<Plan>[0]): Promise<number | undefined> {
  try {
    return (await planWith(indexes)).cost;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}
