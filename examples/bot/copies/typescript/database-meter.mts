// How long the database was busy: the time in which at least one statement was under way.

import { countStatement } from './counters.mts';

let underWay = 0;
let busySince = 0n;
let busyNanos = 0n;

/** Stands around each statement.
 *  @returns the statement's own result */
async function metered(statement: Promise<any>): Promise<any> {
  countStatement();
  if (underWay++ === 0) busySince = process.hrtime.bigint();
  try {
    return await statement;
  } finally {
    if (--underWay === 0) busyNanos += process.hrtime.bigint() - busySince;
  }
}

/** @returns nanoseconds since the process started */
function databaseBusyNanos(): number {
  return Number(busyNanos);
}

export { metered, databaseBusyNanos };
