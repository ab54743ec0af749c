// Rows that are made when they are read.

/** @returns an iterable that calls `rows` for each reader; a generator could be iterated only once */
export function again<Row>(rows: () => Iterator<Row, void, void>): Iterable<Row> {
  return { [Symbol.iterator]: rows };
}
