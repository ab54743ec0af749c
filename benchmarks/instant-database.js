// PostgreSQL that answers at once, inside the program: a stream for pg's Client. Queries go through pg itself, and through
// whatever instruments it, and cost no network and no server.

const { Duplex } = require('node:stream');

/** One message of the protocol: a letter, its length, its content. */
function message(type, content = Buffer.alloc(0)) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

const AUTHENTICATED = message('R', Buffer.from([0, 0, 0, 0]));
const READY = message('Z', Buffer.from('I'));
/** One column: its name, seven fields that pg does not need, and its type, text (25). */
const COLUMNS = Buffer.from('\0\x01price\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\0\0\0\0\0\0', 'latin1');
const ONE_ROW = Buffer.concat([
  message('1'),
  message('2'),
  message('T', COLUMNS),
  message('D', Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 4]), Buffer.from('42.5')])),
  message('C', Buffer.from('SELECT 1\0')),
  READY,
]);
/** What ends a query with parameters. */
const SYNC = message('S');

class InstantDatabase extends Duplex {
  #greeted = false;

  connect() {
    process.nextTick(() => this.emit('connect'));
  }

  setNoDelay() {}

  _read() {}

  _write(chunk, _encoding, done) {
    if (!this.#greeted) {
      this.#greeted = true;
      this.#answer(Buffer.concat([AUTHENTICATED, READY]));
    } else if (chunk.subarray(-SYNC.length).equals(SYNC)) {
      this.#answer(ONE_ROW);
    }
    done();
  }

  #answer(bytes) {
    process.nextTick(() => this.push(bytes));
  }
}

/** @returns {Promise<import('pg').Client>} connected */
exports.connectInstantly = async () => {
  // Here and not above: a program without queries does not load pg.
  const { Client } = require('pg');
  const client = new Client({ stream: () => new InstantDatabase(), user: 'bench', database: 'bench' });
  await client.connect();
  return client;
};
