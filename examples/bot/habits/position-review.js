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
    for (const id of this.ids) total += await this.database.findPositionRisk(id); // Found: queries-in-a-loop
    return total;
  }

  async close() {}
}

const REVIEW_MS = 500;

/** Fixed: one query for all of them, twice a second beside the ticks, which take the last sum. */
class WholeReview {
  total = 0;
  /** @type {Promise<void>} */
  reviewed = Promise.resolve();

  /** @param {DatabaseService} database @param {number[]} ids */
  constructor(database, ids) {
    this.database = database;
    this.ids = ids;
    this.timer = setInterval(() => this.reviewSoon(), REVIEW_MS);
  }

  /** @returns {number} */
  totalRisk() {
    return this.total;
  }

  /** One review after another. One that fails ends the bot when it closes. */
  reviewSoon() {
    this.reviewed = this.reviewed.then(() => this.review());
    this.reviewed.catch(() => {});
  }

  /** @returns {Promise<void>} */
  async review() {
    const risks = await this.database.findPositionRisks(this.ids);
    this.total = risks.reduce((total, risk) => total + risk, 0);
  }

  /** @returns {Promise<void>} */
  async close() {
    clearInterval(this.timer);
    await this.reviewed;
  }
}

/** One query for all of them, in the tick. */
class OneQueryReview extends OneByOneReview {
  /** @returns {Promise<number>} */
  async totalRisk() {
    const risks = await this.database.findPositionRisks(this.ids);
    return risks.reduce((total, risk) => total + risk, 0);
  }
}

module.exports = { OneByOneReview, OneQueryReview, WholeReview };
