// A server that speaks enough of PostgreSQL's protocol to say how old it is.

import { createServer, type Server, type Socket } from 'node:net';

/** A message of the server: its kind, its length, what it says. */
function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

const READY = message('Z', Buffer.from('I'));
const DONE = message('C', Buffer.from('SELECT 1\0'));
/** Of type text, of any length. */
const TYPE = Buffer.concat([int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]);

/** @param row what every question with a FROM or a setting in it is answered with */
export function oldServer(row: Readonly<Record<string, string>>): Server {
  const names = Object.keys(row);
  const columns = message('T', int16(names.length), ...names.flatMap((name) => [Buffer.from(`${name}\0`), TYPE]));
  const values = Object.values(row).map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  const data = message('D', int16(values.length), ...values);
  return createServer((socket: Socket) => {
    let isStarted = false;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      if (!isStarted) {
        isStarted = true;
        socket.write(Buffer.concat([message('R', int32(0)), READY]));
      } else if (bytes.toString().startsWith('Q')) {
        socket.write(Buffer.concat([...(bytes.includes('current_setting') ? [columns, data] : []), DONE, READY]));
      } else socket.end();
    });
  });
}
