exports.counts = { ticks: 0, database: 0 };
class TradeDatabase { findRow(price) { exports.counts.database++; return MARKER + price; } }
const database = new TradeDatabase();
exports.onTick = function onTick(tick) { exports.counts.ticks++; return database.findRow(tick.price); };
exports.place = function place() { return new Error('place').stack.split('\n')[1]; };
