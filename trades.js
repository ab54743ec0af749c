exports.counts = { ticks: 0 }; exports.onTrade = function onTrade(event) {
  exports.counts.ticks++;
  return PREFIX + event.price;
};