// Rows that are made when they are read.

/** A list that is made anew for each who reads it: a generator could be read once. */
export function again<Row>(rows: () => Iterator<Row, void, void>): Iterable<Row> {
  return { [Symbol.iterator]: rows };
}
