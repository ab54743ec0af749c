// What a snapshot holds, or what grew between two, as text.

import { formatBytes, formatCount } from '../../model/format-units.js';
import type { Bytes } from '../../model/units.js';
import type { CollectionGrowth } from '../../ingest/heap/growth.js';

const SYMBOLS_NAMED = 12;
const COLUMNS = ['collection', 'is', 'entries', 'keeps alive'] as const;

/** @param isGrowth whether there are two snapshots */
export function heapText(rows: readonly CollectionGrowth[], isGrowth: boolean): string {
  if (rows.length === 0)
    return isGrowth
      ? 'No collection has clearly more entries in the second snapshot than in the first.\n'
      : 'No collection has many entries.\n';
  const cells = rows.map((row) => cellsOf(row, isGrowth));
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...cells.map((each) => each[column]?.length ?? 0)),
  );
  const line = (each: readonly string[]): string =>
    each
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.flatMap((row, place) => [line(cells[place] ?? []), ...symbolLines(row, isGrowth)]);
  return `${[line(COLUMNS), ...lines].join('\n')}\n`;
}

function cellsOf({ path, kind, count, entries, bytes }: CollectionGrowth, isGrowth: boolean): readonly string[] {
  const change = ([before, after]: readonly [number, number], format: (value: number) => string): string =>
    isGrowth ? `${format(before)} to ${format(after)}` : format(after);
  return [
    path,
    count === 1 || kind === 'objects' ? kind : `${formatCount(count)} × ${kind}`,
    kind === 'text' ? '' : change(entries, formatCount),
    change(bytes, (value) => formatBytes(value as Bytes)),
  ];
}

function symbolLines({ symbols, otherKeys, kind }: CollectionGrowth, isGrowth: boolean): string[] {
  if (symbols.length === 0 || kind === 'objects') return [];
  const named = symbols
    .slice(0, SYMBOLS_NAMED)
    .map(([symbol, before, after]) => `${symbol} ${isGrowth ? `${formatCount(before)} to ` : ''}${formatCount(after)}`);
  const left = symbols.length - named.length + otherKeys;
  return [`    by key: ${named.join(', ')}${left > 0 ? `, and ${formatCount(left)} other keys` : ''}`];
}
