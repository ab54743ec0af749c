// What indexes save against what they cost: every row that the program writes to a table is written into each of its indexes too.
//
// Both are in the planner's unit, so that no assumption about the machine is needed: a page at random, as the server is set to count it, read
// and written back.

import type { IndexAdvice, IndexUse, StatementUse } from '../../model/report/plans-report.js';
import { formatCount } from '../../model/format-units.js';
import { sum } from '../statistics/numbers.js';
import type { TriedIndex } from './choose-index.js';
import { nameOfIndex, whereOf } from './index-text.js';
import type { WrittenTable } from './write-counts.js';

const PAGES_OF_A_WRITE = 2;
/** What an index saves has to be so many times what it costs: other programs write too. */
const WORTH_ITS_WRITES = 2;
/** Of a guessed index: at least half of the cost is taken to be saved, as a checked one has to. */
const GUESSED_SAVING = 0.5;

/** An index that one statement wants. */
export interface WantedIndex {
  readonly index: TriedIndex;
  readonly use: StatementUse;
  readonly costBefore: number;
  /** Absent where it is guessed. */
  readonly costAfter?: number;
  readonly gainNanos?: IndexUse['gainNanos'];
}

export interface WeighedIndexes {
  readonly indexes: readonly IndexAdvice[];
  /** Why an index that a statement wants is not advised, by the statement. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * @param writes to each table, by its name
 * @param randomPageCost the server's setting
 */
export function weighIndexes(
  wanted: readonly WantedIndex[],
  writes: ReadonlyMap<string, readonly WrittenTable[]>,
  randomPageCost: number,
): WeighedIndexes {
  const indexes: IndexAdvice[] = [];
  const refused = new Map<string, string>();
  for (const group of byIndex(wanted)) {
    const [{ index }] = group as [WantedIndex];
    const written = writes.get(index.table.name) ?? [];
    const rowsWritten = sum(written.map(({ rows }) => rows));
    const entries = sum(written.map((write) => write.rows * entriesOf(write, index)));
    const paid = Math.round(entries * PAGES_OF_A_WRITE * randomPageCost);
    const saved = Math.round(sum(group.map(savedBy)));
    if (saved >= paid * WORTH_ITS_WRITES) {
      indexes.push(adviceOf(group, rowsWritten, { saved, paid }));
    } else {
      const why = `An index on ${nameOfIndex(index)} would save ${formatCount(saved)} of the planner's cost in this record, and writing ${formatCount(rowsWritten)} rows to the table would cost ${formatCount(paid)} more: none is advised.`;
      for (const { use } of group) refused.set(use.statement, why);
    }
  }
  return { indexes: indexes.toSorted((one, other) => (other.saved ?? 0) - (one.saved ?? 0)), refused };
}

function byIndex(wanted: readonly WantedIndex[]): WantedIndex[][] {
  const groups = new Map<string, WantedIndex[]>();
  for (const each of wanted) {
    const name = nameOfIndex(each.index);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups.values()];
}

function savedBy({ use, costBefore, costAfter = costBefore * GUESSED_SAVING }: WantedIndex): number {
  return use.count * (costBefore - costAfter);
}

/** An update that sets a column of an index is written into all indexes of the table: it is no longer a heap-only one. */
function entriesOf({ sets }: WrittenTable, { table, columns, where }: TriedIndex): number {
  const named = [...columns, ...(where === undefined ? [] : [where.column])].map((column) => column.toLowerCase());
  return sets.some((column) => named.includes(column)) ? 1 + table.indexes.length : 1;
}

function adviceOf(
  group: readonly WantedIndex[],
  rowsWritten: number,
  { saved, paid }: { readonly saved: number; readonly paid: number },
): IndexAdvice {
  const [{ index, costAfter }] = group as [WantedIndex];
  const where = whereOf(index);
  return {
    create: `CREATE INDEX ${index.table.isPartitioned ? '' : 'CONCURRENTLY '}ON ${nameOfIndex(index)};`,
    table: index.table.name,
    columns: index.columns,
    ...(where !== undefined && { where }),
    confidence: costAfter === undefined ? 'guessed' : 'checked',
    uses: group
      .map(({ use, costBefore, costAfter: after, gainNanos }) => ({
        ...use,
        costBefore,
        ...(after !== undefined && { costAfter: after }),
        ...(gainNanos !== undefined && { gainNanos }),
      }))
      .toSorted((one, other) => other.count * other.costBefore - one.count * one.costBefore),
    rowsWritten,
    ...(costAfter !== undefined && { saved, paid }),
  };
}
