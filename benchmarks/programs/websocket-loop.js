// A bot on a WebSocket: a feed of trades and books, answered with orders, exchange and bot in one process.
//
//   node websocket-loop.js

const { WebSocket, WebSocketServer } = require('ws');

const MESSAGES = 150_000;
/** So many may be on their way: the feed waits for the bot, and no message is lost. */
const IN_FLIGHT = 64;

/** The other side: sends what happened, takes orders. */
class Exchange {
  #sent = 0;
  orders = 0;

  constructor(socket) {
    this.socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(data)));
    for (let message = 0; message < IN_FLIGHT; message++) this.#send();
  }

  #receive({ type }) {
    if (type === 'order') this.orders++;
    else if (this.#sent < MESSAGES) this.#send();
    else this.socket.close();
  }

  #send() {
    const number = this.#sent++;
    const price = 2_000 + 50 * Math.sin(number / 800) + 2 * Math.sin(number / 5);
    const levels = (sign) =>
      Array.from({ length: 5 }, (_, level) => [(price + sign * (level + 1) * 0.1).toFixed(2), `${1 + (number % 5)}`]);
    const message =
      number % 4 === 0
        ? { type: 'book', symbol: 'ETH-USD', time: number, bids: levels(-1), asks: levels(1) }
        : { type: 'trade', symbol: 'ETH-USD', time: number, price, size: 1 + (number % 3) };
    this.socket.send(JSON.stringify(message));
  }
}

class VwapIndicator {
  #traded = [];

  update(price, size) {
    this.#traded.push([price, size]);
    if (this.#traded.length > 120) this.#traded.shift();
    let [value, volume] = [0, 0];
    for (const [at, amount] of this.#traded) [value, volume] = [value + at * amount, volume + amount];
    return value / volume;
  }
}

class ImbalanceIndicator {
  calculate(bids, asks) {
    const depth = (levels) => levels.reduce((sum, [, size]) => sum + Number(size), 0);
    return (depth(bids) - depth(asks)) / (depth(bids) + depth(asks));
  }
}

class ScalpingBot {
  #vwap = new VwapIndicator();
  #imbalance = new ImbalanceIndicator();
  #spread = 0;
  #position = 0;
  checksum = 0;

  constructor(socket) {
    this.socket = socket;
  }

  onMessage(message) {
    if (message.type === 'trade') this.onTrade(message);
    else this.onOrderBook(message);
    this.socket.send('{"type":"next"}');
  }

  onTrade({ price, size }) {
    const vwap = this.#vwap.update(price, size);
    this.checksum = 0.999 * this.checksum + (price - vwap);
    if (price < vwap - 10 * this.#spread && this.#position <= 0) this.#order('buy', price);
    if (price > vwap + 10 * this.#spread && this.#position >= 0) this.#order('sell', price);
  }

  onOrderBook({ bids, asks }) {
    this.#spread = Number(asks[0][0]) - Number(bids[0][0]);
    this.checksum += this.#imbalance.calculate(bids, asks);
  }

  #order(side, price) {
    this.#position = side === 'buy' ? 1 : -1;
    this.socket.send(JSON.stringify({ type: 'order', side, price }));
  }
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
let exchange;
server.on('connection', (socket) => (exchange = new Exchange(socket)));
server.on('listening', () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  const bot = new ScalpingBot(socket);
  socket.on('message', (data) => bot.onMessage(JSON.parse(data)));
  socket.on('close', () => {
    server.close();
    console.log(`${exchange.orders} orders, checksum ${bot.checksum.toFixed(9)}`);
  });
});
