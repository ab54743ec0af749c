// A collector that does what a seed says: it takes spans, refuses them, answers late or never, hangs up, or is away for a while.

const { createServer } = require('node:http');
const { randomOf } = require('./random.js');

/** How many of a request's spans it does not keep, where it says so. */
const REJECTED = 3;
const AWAY_MILLIS = 400;

exports.Collector = class Collector {
  /** Ids of spans that it has taken and said so, with the time. */
  takenAt = new Map();
  #random;
  #answers;
  #server;
  #port = 0;

  constructor({ seed, answers }) {
    this.#random = randomOf(seed);
    this.#answers = answers;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start() {
    this.#server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => this.#answer(idsIn(Buffer.concat(chunks)), response));
    });
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = this.#server.address().port;
  }

  async stop() {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve() : server.close(resolve)));
  }

  #answer(ids, response) {
    const answer = this.#random.oneOf(this.#answers);
    if (answer === '200') return this.#take(ids, response, {});
    if (answer === 'partial' && ids.length > REJECTED) {
      return this.#take(ids.slice(REJECTED), response, {
        partialSuccess: { rejectedSpans: REJECTED, errorMessage: 'too many' },
      });
    }
    if (answer === 'partial') return this.#take(ids, response, {});
    if (answer === 'slow') {
      return void setTimeout(() => this.#take(ids, response, {}), this.#random.between(20, 200));
    }
    if (answer === 'reset') return response.socket.destroy();
    if (answer === 'hang') return undefined;
    if (answer === 'away') return this.#goAway();
    return response.writeHead(Number(answer), answer === '429' ? { 'retry-after': '1' } : {}).end('no');
  }

  #take(ids, response, body) {
    if (response.socket === null || response.socket.destroyed) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body), () => {
      for (const id of ids) this.takenAt.set(id, Date.now());
    });
  }

  /** The port refuses connections meanwhile. */
  #goAway() {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close(() => {
      setTimeout(() => this.#server === server && void this.start().catch(() => {}), AWAY_MILLIS);
    });
  }
};

/** Of the spans in a request of OTLP as JSON. */
function idsIn(body) {
  const { resourceSpans = [] } = JSON.parse(body.toString());
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ spanId }) => spanId)),
  );
}
