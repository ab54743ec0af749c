// Adds up the risk of all open positions.

/** The habit: one query per position, each waiting for the one before. */
class OneByOneReview {
  /** @param {DatabaseService} database @param {number[]} ids */
  constructor(database, ids) {
    this.database = database;
    this.ids = ids;
  }

  /** @returns {Promise<number>} */
  async totalRisk() {
    let total = 0;
    for (const id of this.ids) total += await this.database.findPositionRisk(id);
    return total;
  }
}

/** Fixed: one query for all of them. */
class WholeReview {
  /** @param {DatabaseService} database @param {number[]} ids */
  constructor(database, ids) {
    this.database = database;
    this.ids = ids;
  }

  /** @returns {Promise<number>} */
  async totalRisk() {
    const risks = await this.database.findPositionRisks(this.ids);
    return risks.reduce((total, risk) => total + risk, 0);
  }
}

export { OneByOneReview, WholeReview };
