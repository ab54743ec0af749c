// A plan as `EXPLAIN (FORMAT JSON, VERBOSE)` gives it, as far as it is read.

/** A table where it stands in a statement. */
export interface ScannedTable {
  readonly schema: string;
  readonly name: string;
  /** What its columns are called by in conditions. */
  readonly alias: string;
}

export interface PlanNode {
  /** `Seq Scan` */
  readonly type: string;
  readonly cost: number;
  readonly rows: number;
  /** Bytes of a row. */
  readonly width: number;
  readonly table?: ScannedTable;
  readonly index?: string;
  /** `((trades.symbol = $1) AND (trades.price > $2))` */
  readonly conditions: readonly string[];
  /** `trades.traded_at DESC` */
  readonly sortKeys: readonly string[];
  readonly output: readonly string[];
  /** Parts of a table that the values decide about: they are left out where a value is null, as all are here. */
  readonly partsLeftOut: number;
  readonly children: readonly PlanNode[];
}

const CONDITIONS = ['Filter', 'Join Filter', 'Hash Cond', 'Merge Cond', 'Index Cond', 'Recheck Cond'];

/** @param answer the one value that EXPLAIN returns @returns nothing where it is no plan */
export function planOf(answer: unknown): PlanNode | undefined {
  const [first] = Array.isArray(answer) ? (answer as unknown[]) : [];
  return isObject(first) ? nodeOf(first['Plan']) : undefined;
}

function nodeOf(value: unknown): PlanNode | undefined {
  if (!isObject(value)) return undefined;
  const { 'Node Type': type, 'Total Cost': cost, 'Plan Rows': rows, 'Plan Width': width } = value;
  if (typeof type !== 'string' || typeof cost !== 'number' || typeof rows !== 'number') return undefined;
  const { 'Relation Name': name, Schema: schema, Alias: alias, 'Index Name': index } = value;
  const table =
    typeof name === 'string' && typeof schema === 'string' && typeof alias === 'string'
      ? { table: { schema, name, alias } }
      : {};
  return {
    type,
    cost,
    rows,
    width: typeof width === 'number' ? width : 0,
    ...table,
    ...(typeof index === 'string' && { index }),
    conditions: CONDITIONS.flatMap((key) => textsOf(value[key])),
    sortKeys: textsOf(value['Sort Key']),
    output: textsOf(value['Output']),
    partsLeftOut: typeof value['Subplans Removed'] === 'number' ? value['Subplans Removed'] : 0,
    children: (Array.isArray(value['Plans']) ? (value['Plans'] as unknown[]) : []).flatMap(
      (each) => nodeOf(each) ?? [],
    ),
  };
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as unknown[]).filter((each) => typeof each === 'string') : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A node and all below it, from the top down. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...plan.children.flatMap(nodesOf)];
}

/** Each table once, as often as it is scanned under another name. */
export function tablesOf(plan: PlanNode): ScannedTable[] {
  return nodesOf(plan).flatMap(({ table }) => table ?? []);
}

/** `Index Scan on public.trades by trades_pkey` */
function labelOf({ type, table, index }: PlanNode): string {
  const on = table === undefined ? '' : ` on ${table.schema}.${table.name}`;
  return `${type}${on}${index === undefined ? '' : ` by ${index}`}`;
}

/** A line for each node, indented: what a plan is, without costs and rows. */
export function linesOf(plan: PlanNode, depth: number = 0): string[] {
  return [`${'  '.repeat(depth)}${labelOf(plan)}`, ...plan.children.flatMap((child) => linesOf(child, depth + 1))];
}
