// Which connection a socket is: its place, and whether it takes over from one that has closed.

import { SocketConnections } from '../../../src/capture/runtime/socket-connections.js';
import { ConnectionTable, firstOf, lineOf, LINES, nextOf, NO_CONNECTION } from '../../../src/model/connection-table.js';

let table: ConnectionTable;
let connections: SocketConnections;
beforeEach(() => {
  table = new ConnectionTable();
  connections = new SocketConnections(table);
});

const peer = (port: number, address = '10.0.0.7'): object => ({
  getpeername: (name: Record<string, unknown>) => Object.assign(name, { address, port }),
});

const connect = (socket: object, port = 443, isWebSocket = true): number =>
  connections.connect(peer(port), socket, isWebSocket);

it('gives the next socket to a place the line of one that has closed', () => {
  const first = { _host: 'stream.example', destroyed: false };
  const connection = connect(first);
  expect([connection, table.placeOf(lineOf(connection))]).toEqual([firstOf(1), 'stream.example:443']);
  first.destroyed = true;
  const second = { _host: 'stream.example', destroyed: false };
  expect(connect(second)).toBe(nextOf(connection));
  expect(connect({ _host: 'stream.example' })).toBe(firstOf(2));
  second.destroyed = true;
  expect(connect({ _host: 'stream.example' })).toBe(nextOf(nextOf(connection)));
});

it('tells places apart by host and port, and WebSockets from what else goes there', () => {
  const closed = { destroyed: true };
  const lines = [connect(closed), connect(closed, 80), connect({ ...closed, _host: 'a' }), connect(closed, 443, false)];
  expect(lines.map(lineOf)).toEqual([1, 2, 3, 4]);
  expect(table.placeOf(1)).toBe('10.0.0.7:443');
  expect(table.firstLineOf(4)).toBe(1);
});

it('knows none where a socket has no peer, or there are too many', () => {
  expect(connections.connect({}, {}, true)).toBe(NO_CONNECTION);
  expect(connections.connect({ getpeername: () => -107 }, {}, true)).toBe(NO_CONNECTION);
  for (let line = 0; line < LINES; line++) expect(connect({})).not.toBe(NO_CONNECTION);
  expect(connect({})).toBe(NO_CONNECTION);
});
