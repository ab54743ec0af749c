// An index by rule of thumb, where none can be tried: what is compared first, then a range or the order.
//
// Without HypoPG, and for values that are rarer than the planner can know without them: orders that are open, of all.

import { type AskedTable, LEAST_COST, type TriedIndex } from './choose-index.js';
import { nodesOf, type PlanNode } from './plan-node.js';
import { tableName } from './table-facts.js';

/** Of a plan's cost. */
const LEAST_OF_THE_COST = 0.8;
/** Of a table's rows: an index does not help to read more. */
const MOST_ROWS_KEPT = 0.05;
const MOST_EQUAL = 2;

/** @returns an index of the table whose scan is nearly all of the plan; nothing where it keeps many rows, or has such an index */
export function guessIndex(plan: PlanNode, asked: readonly AskedTable[]): TriedIndex | undefined {
  const scanned = mostlyScanned(plan, asked);
  return scanned !== undefined && scanned.rowsShare <= MOST_ROWS_KEPT ? indexFor(scanned.asked) : undefined;
}

/** @param rowsPerCall what the statement really returns @returns one only where the plan expects many rows, and few come */
export function guessForRareValues(
  plan: PlanNode,
  asked: readonly AskedTable[],
  rowsPerCall: number,
): TriedIndex | undefined {
  const scanned = isPlainScan(plan) ? mostlyScanned(plan, asked) : undefined;
  if (scanned === undefined || scanned.rowsShare <= MOST_ROWS_KEPT) return undefined;
  return rowsPerCall <= (scanned.asked.table.rows ?? 0) * MOST_ROWS_KEPT ? indexFor(scanned.asked) : undefined;
}

/** What it returns is what the scan keeps. */
function isPlainScan({ type, children }: PlanNode): boolean {
  const [only] = children;
  return type === 'Seq Scan' || (type === 'Gather' && only?.type === 'Seq Scan');
}

interface Scanned {
  readonly asked: AskedTable;
  /** Of the table's rows, those that the plan expects to keep. */
  readonly rowsShare: number;
}

function mostlyScanned(plan: PlanNode, asked: readonly AskedTable[]): Scanned | undefined {
  if (plan.cost < LEAST_COST) return undefined;
  const scan = nodesOf(plan).find(({ type, cost }) => type === 'Seq Scan' && cost >= plan.cost * LEAST_OF_THE_COST);
  const name = scan?.table === undefined ? undefined : tableName(scan.table);
  const own = asked.find(({ table }) => name !== undefined && table.names.includes(name));
  if (scan === undefined || own?.table.rows === undefined) return undefined;
  return { asked: own, rowsShare: scan.rows / own.table.rows };
}

function indexFor({ table, columns, equal }: AskedTable): TriedIndex | undefined {
  const next = columns.find((column) => !equal.includes(column));
  const guessed = [...equal.slice(0, MOST_EQUAL), ...(next === undefined ? [] : [next])];
  const isThere = table.indexes.some((index) => index[0] === guessed[0]);
  return equal.length === 0 || isThere ? undefined : { table, columns: guessed };
}
