// Which values a statement that reads is asked with again and again, as if they were the keys of a cache.

import { CALLED, type ReuseLog, type ReuseTarget } from './reuse-log.js';
import { type ReuseRow, ReuseSums } from './reuse-sums.js';

/** Those that are asked first. Each takes half a megabyte where it has very many values. */
const MOST_STATEMENTS = 8;

/** Of one statement, since the last time. */
export interface StatementValues {
  readonly operationId: number;
  readonly reuse: ReuseRow;
}

class FollowedStatement implements ReuseTarget {
  taken: ReuseSums = new ReuseSums();
  /** Its values do not come again. */
  isOver = false;
  source = -1;
}

export class AskedValues {
  readonly #log: ReuseLog;
  readonly #statements = new Map<number, FollowedStatement>();

  constructor(log: ReuseLog) {
    this.#log = log;
  }

  /** @param hash of the values; 0 where they could not be read */
  asked(operationId: number, hash: number): void {
    const statement = this.#statements.get(operationId) ?? this.#follow(operationId);
    if (statement === undefined || statement.isOver || statement.source === -1) return;
    if (hash === 0) statement.taken.missed++;
    else this.#log.happened(statement.source, CALLED, hash);
  }

  /** Follows the log's `read`. */
  take(): StatementValues[] {
    const rows: StatementValues[] = [];
    for (const [operationId, statement] of this.#statements) {
      const reuse = statement.taken.toRow();
      if (reuse === undefined) continue;
      statement.taken = new ReuseSums();
      if (!statement.isOver) rows.push({ operationId, reuse });
    }
    return rows;
  }

  #follow(operationId: number): FollowedStatement | undefined {
    if (this.#statements.size >= MOST_STATEMENTS) return undefined;
    const statement = new FollowedStatement();
    statement.source = this.#log.followBeside(statement);
    this.#statements.set(operationId, statement);
    return statement;
  }
}
