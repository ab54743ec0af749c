// An index by rule of thumb, for a database in which none can be tried: what is compared first, then a range or the order.

import type { AskedTable, TriedIndex } from './choose-index.js';
import { LEAST_COST } from './choose-index.js';
import { nodesOf, type PlanNode } from './plan-node.js';
import { nameOf } from './table-facts.js';

/** Of a plan's cost. */
const LEAST_OF_THE_COST = 0.8;
/** Of a table's rows: an index does not help to read more. */
const MOST_ROWS_KEPT = 0.05;
const MOST_EQUAL = 2;

/** @returns an index of the table whose scan is nearly all of the plan; nothing where it keeps many rows, or has such an index */
export function guessIndex(plan: PlanNode, asked: readonly AskedTable[]): TriedIndex | undefined {
  if (plan.cost < LEAST_COST) return undefined;
  const scan = nodesOf(plan).find(({ type, cost }) => type === 'Seq Scan' && cost >= plan.cost * LEAST_OF_THE_COST);
  const name = scan?.table === undefined ? undefined : nameOf(scan.table);
  const own = asked.find(({ table }) => name !== undefined && table.names.includes(name));
  if (scan === undefined || own?.table.rows === undefined || scan.rows > own.table.rows * MOST_ROWS_KEPT)
    return undefined;
  const equal = own.equal.slice(0, MOST_EQUAL);
  const next = own.columns.find((column) => !own.equal.includes(column));
  const columns = [...equal, ...(next === undefined ? [] : [next])];
  const isThere = own.table.indexes.some((index) => index[0] === columns[0]);
  return equal.length === 0 || isThere ? undefined : { table: own.table, columns };
}
