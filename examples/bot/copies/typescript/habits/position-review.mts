// Adds up the risk of all open positions.

import type { DatabaseService } from '../types.mts';

/** The habit: one query per position, each waiting for the one before. */
class OneByOneReview {
  database: any;
  ids: any;

  constructor(database: DatabaseService, ids: number[]) {
    this.database = database;
    this.ids = ids;
  }

  async totalRisk(): Promise<number> {
    let total = 0;
    for (const id of this.ids) total += await this.database.findPositionRisk(id);
    return total;
  }
}

/** Fixed: one query for all of them. */
class WholeReview {
  database: any;
  ids: any;

  constructor(database: DatabaseService, ids: number[]) {
    this.database = database;
    this.ids = ids;
  }

  async totalRisk(): Promise<number> {
    const risks = await this.database.findPositionRisks(this.ids);
    return risks.reduce((total, risk) => total + risk, 0);
  }
}

export { OneByOneReview, WholeReview };
