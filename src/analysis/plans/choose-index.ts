// Which index a statement wants, by trying: columns that its plan names are given to the planner as an index, and the cost says.
//
// The method is Dexter's: a plan below a cost of 100 is left alone, an index has to halve the cost, one more column has to halve it again.
// B-trees of at most three columns: by symbol, by timeframe, in order of time.

import { columnsOf, nullConditionsOf, orderedColumnsOf, type PlanColumn } from './plan-columns.js';
import { type PlanNode, tablesOf } from './plan-node.js';
import { tableName, type TableFacts } from './table-facts.js';

/** Of a plan's cost: below it nothing is worth an index. */
export const LEAST_COST = 100;
/** What is left of the cost. */
export const WORTH_AN_INDEX = 0.5;
const MOST_COLUMNS = 3;
const MOST_INDEXES = 2;
/** Of each table: more columns make too many orders of them. */
const MOST_TRIED = 6;
/** Of a column's values: an index of the few rows with a null, or without, is smaller and seldom written. */
const MOST_IN_PARTIAL = 0.2;
/** What a plan by a partial index may cost, against that by one of all rows: it is a fifth of its size or less, and most writes pass it by. */
const AS_GOOD = 2;

export interface TriedIndex {
  readonly table: TableFacts;
  readonly columns: readonly string[];
  /** A null condition of the statement. */
  readonly where?: { readonly column: string; readonly isNull: boolean };
}

export interface ChosenIndex {
  readonly index: TriedIndex;
  readonly costBefore: number;
  readonly costAfter: number;
}

/** @returns the cost of the plan with these; nothing where one of them cannot be */
export type CostWith = (indexes: readonly TriedIndex[]) => Promise<number | undefined>;

/** A table and the columns by which the plan asks for its rows. */
export interface AskedTable {
  readonly table: TableFacts;
  readonly columns: readonly string[];
  readonly equal: readonly string[];
  /** In any condition. */
  readonly compared: readonly string[];
  readonly ordered: readonly string[];
  readonly nulls: readonly { readonly column: string; readonly isNull: boolean }[];
}

export function askedTables(plan: PlanNode, facts: readonly TableFacts[]): AskedTable[] {
  const columns = columnsOf(plan);
  const ordered = orderedColumnsOf(plan);
  const nulls = nullConditionsOf(plan);
  const scanned = tablesOf(plan);
  return facts.map((table) => {
    const aliases = new Set(scanned.filter((each) => table.names.includes(tableName(each))).map(({ alias }) => alias));
    const own = columns.filter(({ alias }) => aliases.has(alias));
    const distinct = (some: readonly PlanColumn[]): string[] => [...new Set(some.map(({ column }) => column))];
    return {
      table,
      columns: distinct(own).slice(0, MOST_TRIED),
      equal: distinct(own.filter(({ use }) => use === 'equal')),
      compared: distinct(own.filter(({ use }) => use !== 'order')),
      ordered: distinct(ordered.filter(({ alias }) => aliases.has(alias))),
      nulls: nulls
        .filter(({ alias, column, isNull }) => aliases.has(alias) && isSeldom(table, column, isNull))
        .map(({ column, isNull }) => ({ column, isNull })),
    };
  });
}

function isSeldom({ nullShares }: TableFacts, column: string, isNull: boolean): boolean {
  const share = nullShares[column];
  return share !== undefined && (isNull ? share : 1 - share) <= MOST_IN_PARTIAL;
}

/** @returns the indexes that the statement wants, with what each of them saves when those before it are there */
export async function chooseIndexes(
  cost: number,
  asked: readonly AskedTable[],
  costWith: CostWith,
): Promise<ChosenIndex[]> {
  const chosen: ChosenIndex[] = [];
  let costBefore = cost;
  while (chosen.length < MOST_INDEXES && costBefore >= LEAST_COST) {
    const before = chosen.map(({ index }) => index);
    const left = asked.filter(({ table }) => before.every((index) => index.table !== table));
    const best = await bestIndex(costBefore, left, (index) => costWith([...before, index]));
    if (best === undefined || best.costAfter >= costBefore) break;
    chosen.push(best);
    costBefore = best.costAfter;
  }
  // Of a join, it may take both to halve the cost; one that adds nothing to the other is none.
  while (chosen.length > 0 && !isEnough(chosen.at(-1) as ChosenIndex)) {
    if (chosen.length === MOST_INDEXES && costBefore <= cost * WORTH_AN_INDEX && !isEnough(chosen[0] as ChosenIndex))
      break;
    chosen.pop();
  }
  return chosen;
}

function isEnough({ costBefore, costAfter }: ChosenIndex): boolean {
  return costAfter <= costBefore * WORTH_AN_INDEX;
}

type CostOf = (index: TriedIndex) => Promise<number | undefined>;

/** @returns the best there is, worth it or not */
async function bestIndex(
  costBefore: number,
  asked: readonly AskedTable[],
  costOf: CostOf,
): Promise<ChosenIndex | undefined> {
  const tryAll = async (indexes: readonly TriedIndex[]): Promise<ChosenIndex | undefined> => {
    let best: ChosenIndex | undefined;
    for (const index of indexes) {
      const costAfter = await costOf(index);
      // The first of equals: columns are in the order in which they belong into an index.
      if (costAfter !== undefined && costAfter < (best?.costAfter ?? Infinity)) best = { index, costBefore, costAfter };
    }
    return best;
  };
  const single = await tryAll(
    asked.flatMap((each) => each.columns.map((column) => ({ table: each.table, columns: [column] }))).filter(isTried),
  );
  let best = single;
  let widest = single;
  while ((widest?.index.columns.length ?? 1) < MOST_COLUMNS) {
    const isDone = best !== undefined && isEnough(best);
    if (isDone && best !== undefined && best.costAfter < LEAST_COST) break;
    // Where no column does by itself, any two may.
    const isFromAny = !isDone && widest === single;
    const tried = isFromAny || widest === undefined ? pairs(asked) : widened(widest.index, asked);
    const wider = await tryAll(tried.filter(isTried));
    if (wider === undefined || wider.costAfter > (widest?.costAfter ?? costBefore)) break;
    const limit = (isDone && best !== undefined ? best.costAfter : costBefore) * WORTH_AN_INDEX;
    if (wider.costAfter <= limit) best = wider;
    else if (isDone) break;
    widest = wider;
  }
  const partial = await tryAll(asked.flatMap((each) => partials(each, best?.index)));
  const limit = best === undefined ? costBefore : best.costAfter * AS_GOOD;
  return partial !== undefined && isEnough(partial) && partial.costAfter <= limit ? partial : best;

  /**
   * Not one that is there already, and none by the order alone: rows are then read until enough of them are of the right kind, of a symbol
   * that is seldom traded the whole table.
   */
  function isTried({ table, columns }: TriedIndex): boolean {
    const isThere = table.indexes.some((index) => columns.every((column, place) => index[place] === column));
    if (isThere) return false;
    const own = asked.find((each) => each.table === table);
    const [first = ''] = columns;
    if (own === undefined || own.equal.includes(first) || !own.ordered.includes(first)) return true;
    return own.compared.every((column) => column === first);
  }
}

function pairs(asked: readonly AskedTable[]): TriedIndex[] {
  return asked.flatMap(({ table, columns }) =>
    columns.flatMap((first) =>
      columns.flatMap((second) => (first === second ? [] : { table, columns: [first, second] })),
    ),
  );
}

/** One column more, at each place. */
function widened({ table, columns }: TriedIndex, asked: readonly AskedTable[]): TriedIndex[] {
  const others = (asked.find((each) => each.table === table)?.columns ?? []).filter(
    (column) => !columns.includes(column),
  );
  return others.flatMap((column) =>
    Array.from({ length: columns.length + 1 }, (_, place) => ({
      table,
      columns: columns.toSpliced(columns.length - place, 0, column),
    })),
  );
}

/** The best index of only the rows with a null, or without; where it is by that column alone, by each other one. */
function partials({ table, columns, nulls }: AskedTable, best: TriedIndex | undefined): TriedIndex[] {
  if (best !== undefined && best.table !== table) return [];
  return nulls.flatMap((where) => {
    const rest = (best?.columns ?? []).filter((column) => column !== where.column);
    const others = columns.filter((column) => column !== where.column);
    return (rest.length > 0 ? [rest] : others.map((column) => [column])).map((each) => ({
      table,
      columns: each,
      where,
    }));
  });
}
