const TradeDatabase = require('./database.js');
const alias = require('market/alias');
exports.counts = { ticks: 0 };
exports.onTick = function onTick(tick) { exports.counts.ticks++; return new TradeDatabase().findRow(tick.price) + alias; };
