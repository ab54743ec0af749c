// What the exchange sends, and when: ticks in turns of the event loop, each timed.
//
// The harness makes no objects of its own while it feeds a synchronous bot: the events are there beforehand, times go
// into an array of numbers. One reading of the clock ends a tick and begins the next one of the turn.

const EVENTS = 1_024;
const events = Array.from({ length: EVENTS }, (_, number) => ({
  symbol: 'BTC-USD',
  price: 100.5 + (number % 97),
  time: number,
}));

/** The same objects again and again. */
exports.marketEvent = (number) => events[number % EVENTS];

/** @param {Float64Array} millis takes the duration of each tick; the last ones, where there are more ticks */
exports.runTurn = (bot, from, to, millis) => {
  let before = performance.now();
  for (let number = from; number < to; number++) {
    bot.onTick(events[number % EVENTS]);
    const after = performance.now();
    millis[number % millis.length] = after - before;
    before = after;
  }
};

exports.runAsynchronousTurn = async (bot, from, to, millis) => {
  let before = performance.now();
  for (let number = from; number < to; number++) {
    await bot.onTick(events[number % EVENTS]);
    const after = performance.now();
    millis[number % millis.length] = after - before;
    before = after;
  }
};

/**
 * Turns are due by the clock, so that late ones are made up for; with 0 ms between them each follows the one before.
 * @param {{ ticksPerTurn: number, everyMillis: number }} rhythm
 */
exports.feed = (bot, { ticksPerTurn, everyMillis }, ticks, millis) =>
  new Promise((resolve, reject) => {
    const isAsynchronous = bot.shape.isAsynchronous;
    const begun = performance.now();
    let sent = 0;
    let turns = 0;
    const schedule = () => {
      if (sent >= ticks) return resolve();
      turns++;
      const wait = begun + turns * everyMillis - performance.now();
      // A timer is up to a millisecond late by itself; only what is later than that is made up for.
      if (everyMillis === 0 || wait < -1) setImmediate(turn);
      else setTimeout(turn, Math.max(1, wait));
    };
    const turn = () => {
      const to = Math.min(ticks, sent + ticksPerTurn);
      const from = sent;
      sent = to;
      if (isAsynchronous) return void exports.runAsynchronousTurn(bot, from, to, millis).then(schedule, reject);
      exports.runTurn(bot, from, to, millis);
      schedule();
    };
    turn();
  });
