// What the catalogue says of a table: its size, its indexes, how fresh its statistics are. No row of it is read.

import type { Bytes } from '../../model/units.js';

export interface TableFacts {
  /** The names under which plans know it: its own, and those of its partitions. */
  readonly names: readonly string[];
  /** `public.trades`, as a plan has it. */
  readonly name: string;
  /** The same with quotes where SQL wants them. */
  readonly quoted: string;
  /** Of several partitions: an index of it cannot be made concurrently. */
  readonly isPartitioned: boolean;
  readonly bytes: Bytes;
  /** As of the last ANALYZE or VACUUM; absent where there was none. */
  readonly rows?: number;
  /** Columns of each index, in order. */
  readonly indexes: readonly (readonly string[])[];
  /** Rows written since the statistics were made. */
  readonly changedSinceAnalysed: number;
  /** By column: how many of its values are null. */
  readonly nullShares: Readonly<Record<string, number>>;
}

/** `public.trades` */
export function tableName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}
