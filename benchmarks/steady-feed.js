// A feed of so many ticks a second.

const { marketEvent } = require('./feed.js');

/** Ticks are due by the clock; one that is late comes with the next turn. */
exports.feedSteadily = (bot, ticks, ticksPerSecond) => {
  const from = performance.now();
  let sent = 0;
  return new Promise((resolve) => {
    const next = () => {
      const due = ((performance.now() - from) / 1_000) * ticksPerSecond;
      if (sent < due) void bot.onTick(marketEvent(sent++));
      if (sent === ticks) resolve();
      else if (sent < due) setImmediate(next);
      else setTimeout(next, 1);
    };
    next();
  });
};
