// The columns that an index could help with: those that a plan's conditions, orders and extremes name.
//
// PostgreSQL writes them itself, each behind the name that its table has in the statement (VERBOSE), so no statement is parsed.

import { nodesOf, type PlanNode, type ScannedTable, tablesOf } from './plan-node.js';

/** How a column is asked for; in this order columns stand in an index. */
const COLUMN_USES = ['equal', 'range', 'order', 'other'] as const;
type ColumnUse = (typeof COLUMN_USES)[number];

export interface PlanColumn {
  /** Of its table in the statement. */
  readonly alias: string;
  /** As it is called, without quotes. */
  readonly column: string;
  readonly use: ColumnUse;
}

/** Rows that `column IS NULL` or `column IS NOT NULL` picks. */
export interface NullCondition {
  readonly alias: string;
  readonly column: string;
  readonly isNull: boolean;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const COLUMN = String.raw`(?<![\w.$"\u0080-\uffff])(?<alias>${NAME})\.(?<column>${NAME})(?![\w.($"\u0080-\uffff])`;
/** Casts that PostgreSQL writes between a column and what it is compared with: `(symbol)::text = $1`. */
const CAST = String.raw`(?:\)?::[\w ]+(?:\(\d+\))?)?`;
const COLUMNS = new RegExp(COLUMN, 'g');
const IS_EQUAL = new RegExp(String.raw`^${CAST} = `);
const IS_RANGE = new RegExp(String.raw`^${CAST} [<>]=? `);
const EQUALS = / = \(?$/;
const NULLS = new RegExp(String.raw`\(${COLUMN} IS (?<not>NOT )?NULL\)`, 'g');
const EXTREMES = new RegExp(String.raw`\b(?:min|max)\(((?:${NAME}\.)?${NAME})\)`, 'g');
const STRINGS = /'(?:[^']|'')*'/g;

/** @returns each column of each table once, by its first use in the order of an index */
export function columnsOf(plan: PlanNode): PlanColumn[] {
  const inConditions = nodesOf(plan).flatMap(({ conditions }) =>
    conditions.flatMap((text) => namedIn(text, useInCondition)),
  );
  const found = [...inConditions, ...orderedColumnsOf(plan)];
  const seen = new Set<string>();
  return COLUMN_USES.flatMap((use) => found.filter((each) => each.use === use)).filter(({ alias, column }) => {
    const key = `${alias}\u0000${column}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Those by which rows are ordered, and of which the least or the largest is asked for: the first in their order. */
export function orderedColumnsOf(plan: PlanNode): PlanColumn[] {
  const tables = tablesOf(plan);
  return nodesOf(plan)
    .flatMap(({ sortKeys, output }) => [...sortKeys, ...output.flatMap((text) => extremesIn(text, tables))])
    .flatMap((text) => namedIn(text, () => 'order'));
}

/** What a node gives has no names of tables where there is only one. */
function extremesIn(output: string, tables: readonly ScannedTable[]): string[] {
  const [only, another] = tables;
  return [...output.matchAll(EXTREMES)].map(([, column = '']) =>
    only === undefined || another !== undefined || column.includes('.')
      ? column
      : `"${only.alias.replaceAll('"', '""')}".${column}`,
  );
}

export function nullConditionsOf(plan: PlanNode): NullCondition[] {
  return nodesOf(plan).flatMap(({ conditions }) =>
    conditions
      // Of alternatives, one does not hold for all rows.
      .filter((text) => !text.includes(' OR '))
      .flatMap((text) =>
        [...text.replaceAll(STRINGS, "''").matchAll(NULLS)].map(({ groups = {} }) => ({
          alias: unquoted(groups['alias'] ?? ''),
          column: unquoted(groups['column'] ?? ''),
          isNull: groups['not'] === undefined,
        })),
      ),
  );
}

function namedIn(condition: string, useOf: (before: string, after: string) => ColumnUse): PlanColumn[] {
  const text = condition.replaceAll(STRINGS, "''");
  return [...text.matchAll(COLUMNS)].map(({ index, 0: { length }, groups = {} }) => ({
    alias: unquoted(groups['alias'] ?? ''),
    column: unquoted(groups['column'] ?? ''),
    use: useOf(text.slice(0, index), text.slice(index + length)),
  }));
}

function useInCondition(before: string, after: string): ColumnUse {
  if (IS_EQUAL.test(after) || EQUALS.test(before)) return 'equal';
  return IS_RANGE.test(after) ? 'range' : 'other';
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
