// What about a plan is worth knowing beside an index: scans of tables that grow, sorts that do not fit, statistics that are old.

import { formatBytes, formatCount, formatMean } from '../../model/format-units.js';
import type { Bytes } from '../../model/units.js';
import { nodesOf, type PlanNode } from './plan-node.js';
import { tableName, type TableFacts } from './table-facts.js';

/** Of a plan's cost: below it a scan is not what the statement takes long for. */
const MOST_OF_THE_COST = 0.5;
/** What is smaller is read at once. */
const LEAST_BYTES = 1_000_000;
/** Of a table's rows, changed since its statistics were made; autovacuum makes them anew at a tenth. */
const OLD_STATISTICS = 0.3;
/** What is expected and what comes, times. */
const WRONG_BY = 10;
const LEAST_ROWS = 100;
/** Of a row that is sorted in memory, beside its values: PostgreSQL's `SortTuple`, and the header of a minimal tuple. */
const ROW_BYTES = 24 + 16;
const ALIGNMENT_BYTES = 8;

export interface RemarkInput {
  readonly plan: PlanNode;
  readonly tables: readonly TableFacts[];
  readonly workMemoryBytes: Bytes;
  /** Rows that the program adds to a table in the record, by the table's name. */
  readonly rowsAdded: ReadonlyMap<string, number>;
  /** What a call really returns, mean, where the database has counted it. */
  readonly rowsPerCall?: number | undefined;
}

export function remarksOn(input: RemarkInput): string[] {
  return [...parts(input), ...scans(input), ...sorts(input), ...misestimate(input), ...statistics(input)];
}

/** Beneath a LIMIT the plan knows no number; what writes returns what it has written. */
function misestimate({ plan, rowsPerCall }: RemarkInput): string[] {
  if (rowsPerCall === undefined || plan.type === 'Limit' || plan.type === 'ModifyTable') return [];
  const [few, many] = [Math.min(plan.rows, rowsPerCall), Math.max(plan.rows, rowsPerCall)];
  if (many < LEAST_ROWS || many < Math.max(1, few) * WRONG_BY) return [];
  return [
    `The plan expects ${formatCount(plan.rows)} rows, and a call returns ${formatMean(rowsPerCall)}, mean (pg_stat_statements): the values that are asked for are ${plan.rows > rowsPerCall ? 'rarer' : 'more frequent'} than most, or depend on each other.`,
  ];
}

/** Whether the values of a call decide which parts of a table are read: then a plan without them tells nothing of indexes. */
export function readsPartsByValue(plan: PlanNode): boolean {
  return nodesOf(plan).some(({ partsLeftOut }) => partsLeftOut > 0);
}

function parts({ plan }: RemarkInput): string[] {
  return readsPartsByValue(plan)
    ? ['Which partitions it reads depends on its values, which the record does not hold: no index was tried.']
    : [];
}

function scans({ plan, tables, rowsAdded }: RemarkInput): string[] {
  const seen = new Set<string>();
  return nodesOf(plan).flatMap((node) => {
    const table =
      node.type === 'Seq Scan' && node.table !== undefined ? factsOf(tableName(node.table), tables) : undefined;
    if (table === undefined || seen.has(table.name)) return [];
    if (node.cost < plan.cost * MOST_OF_THE_COST || table.bytes < LEAST_BYTES) return [];
    seen.add(table.name);
    const added = rowsAdded.get(table.name) ?? 0;
    const rows = table.rows === undefined ? '' : `${formatCount(table.rows)} rows, `;
    const grows = added === 0 ? '' : ` It grows: the program has added ${formatCount(added)} rows in this record.`;
    return [`It reads all of ${table.name} (${rows}${formatBytes(table.bytes)}).${grows}`];
  });
}

/** By the rows that the planner expects: with a LIMIT right above it only so many are held. The planner itself counts less for each, and is surprised. */
function sorts({ plan, workMemoryBytes }: RemarkInput): string[] {
  const below = nodesOf(plan).flatMap((parent) => parent.children.map((node) => ({ node, parent })));
  return [{ node: plan, parent: undefined }, ...below].flatMap(({ node, parent }) => {
    if (node.type !== 'Sort') return [];
    const rows = parent?.type === 'Limit' ? Math.min(parent.rows, node.rows) : node.rows;
    const bytes = Math.round(rows * (aligned(node.width) + ROW_BYTES)) as Bytes;
    if (bytes <= workMemoryBytes) return [];
    return [
      `It sorts about ${formatBytes(bytes)} by ${node.sortKeys.join(', ')}, which is more than work_mem (${formatBytes(workMemoryBytes)}): on disk. An index in that order needs no sort; fewer columns or rows need less.`,
    ];
  });
}

function aligned(width: number): number {
  return Math.ceil(width / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

function statistics({ tables }: RemarkInput): string[] {
  return tables.flatMap(({ name, quoted, rows, changedSinceAnalysed }) => {
    if (rows === undefined) {
      return [`${name} has no statistics: how many rows the planner expects is a guess. ANALYZE ${quoted} makes them.`];
    }
    if (changedSinceAnalysed < rows * OLD_STATISTICS || changedSinceAnalysed < 1_000) return [];
    return [
      `The statistics of ${name} are old: ${formatCount(changedSinceAnalysed)} rows have changed since, of ${formatCount(rows)}. The planner may expect too many or too few; ANALYZE ${quoted} makes them anew.`,
    ];
  });
}

function factsOf(name: string, tables: readonly TableFacts[]): TableFacts | undefined {
  return tables.find(({ names }) => names.includes(name));
}
