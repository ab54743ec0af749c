// PostgreSQL that does nothing but sleep, as long as a statement is said to take: what a program waits for it is then the same on any machine.
//
//   node benchmarks/sleeping-database.js     prints {"url": "postgres://..."} when it is ready, and ends with its standard input
//
// It answers the reference bot: each SELECT has one row, with every column that the bot reads.

const { createServer } = require('node:net');

/** Milliseconds, by the first that matches; each call takes from four fifths to six fifths of it. */
const STATEMENTS = [
  [/^INSERT INTO trades/, () => 25],
  [/ WHERE id = ANY/, () => 8],
  [/ FROM positions WHERE id = /, () => 6],
  [/ FROM reference_prices WHERE /, ({ isIndexed }) => (isIndexed ? 6 : 260)],
  [/^(?:INSERT|UPDATE|SELECT) /, () => 6],
];
const COLUMNS = ['id', 'risk', 'orders', 'price'];
const FLOAT8 = 701;

function message(type, content = Buffer.alloc(0)) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

function rowDescription() {
  const fields = COLUMNS.map((name) => {
    const rest = Buffer.alloc(18);
    rest.writeInt32BE(FLOAT8, 6);
    rest.writeInt16BE(8, 10);
    rest.writeInt32BE(-1, 12);
    return Buffer.concat([Buffer.from(`${name}\0`), rest]);
  });
  const count = Buffer.alloc(2);
  count.writeInt16BE(COLUMNS.length);
  return message('T', Buffer.concat([count, ...fields]));
}

function dataRow() {
  const count = Buffer.alloc(2);
  count.writeInt16BE(COLUMNS.length);
  return message('D', Buffer.concat([count, ...COLUMNS.map(() => Buffer.from([0, 0, 0, 1, 0x31]))]));
}

const READY = message('Z', Buffer.from('I'));
const GREETING = Buffer.concat([message('R', Buffer.from([0, 0, 0, 0])), READY]);
const ROWS = Buffer.concat([rowDescription(), dataRow(), message('C', Buffer.from('SELECT 1\0'))]);
const NO_ROWS = Buffer.concat([message('n'), message('C', Buffer.from('INSERT 0 1\0'))]);
const state = { isIndexed: false };

let random = 1;
/** The same sequence each time: a linear congruential generator. */
function nextRandom() {
  random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
  return random / 2 ** 32;
}

function millisOf(text) {
  if (/^CREATE INDEX/.test(text)) state.isIndexed = true;
  if (/^DROP TABLE/.test(text)) state.isIndexed = false;
  const [, millis] = STATEMENTS.find(([pattern]) => pattern.test(text)) ?? [undefined, () => 0];
  return millis(state) * (0.8 + 0.4 * nextRandom());
}

/** One connection: messages are taken one after the other, and answered when the exchange ends. */
function serve(socket) {
  let waiting = Buffer.alloc(0);
  let isGreeted = false;
  let text = '';
  let isExtended = false;
  const answer = () => {
    const parts = isExtended ? [message('1'), message('2')] : [];
    const rows = /^\s*SELECT/.test(text) ? ROWS : NO_ROWS.subarray(isExtended ? 0 : 5);
    const bytes = Buffer.concat([...parts, rows, READY]);
    setTimeout(() => socket.write(bytes), millisOf(text.trimStart()));
  };
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const head = isGreeted ? 1 : 0;
      if (waiting.length < head + 4) return;
      const end = head + waiting.readInt32BE(head);
      if (waiting.length < end) return;
      const type = isGreeted ? String.fromCharCode(waiting[0]) : 'startup';
      const content = waiting.subarray(head + 4, end);
      waiting = waiting.subarray(end);
      if (type === 'startup') {
        isGreeted = true;
        socket.write(GREETING);
      } else if (type === 'P') {
        isExtended = true;
        text = content.toString('utf8', content.indexOf(0) + 1, content.indexOf(0, content.indexOf(0) + 1));
      } else if (type === 'Q') {
        isExtended = false;
        text = content.toString('utf8', 0, content.length - 1);
        answer();
      } else if (type === 'S') {
        answer();
      } else if (type === 'X') {
        socket.end();
      }
    }
  });
  socket.on('error', () => socket.destroy());
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `postgres://postgres@127.0.0.1:${server.address().port}/postgres` }));
});
process.stdin.on('end', () => process.exit(0)).resume();
