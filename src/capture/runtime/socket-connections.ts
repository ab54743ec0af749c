// Which connection a socket of a client is: where one before to the same place has closed, the next one on its line.
//
// Nothing is added to a socket, and nothing is read of it that changes what the program sees: `remoteAddress` would be remembered
// beyond the socket's end. Looked at with a socket's first callbacks only.

import { type ConnectionTable, firstOf, nextOf, NO_CONNECTION } from '../../model/connection-table.js';

interface ClientSocket {
  readonly _host?: unknown;
  readonly destroyed?: unknown;
}

interface HandleOfSocket {
  getpeername?(name: { address?: unknown; port?: unknown }): unknown;
}

interface Line {
  readonly place: string;
  readonly isWebSocket: boolean;
  socket: WeakRef<object>;
  connection: number;
}

export class SocketConnections {
  readonly #table: ConnectionTable;
  readonly #lines: Line[] = [];

  constructor(table: ConnectionTable) {
    this.#table = table;
  }

  /** @returns the connection that this socket of a client is from now on; 0 where its place is not known, or there are too many */
  connect(handle: object, socket: object, isWebSocket: boolean): number {
    const place = placeOf(handle, socket);
    if (place === undefined) return NO_CONNECTION;
    const free = this.#lines.find(
      (line) => line.place === place && line.isWebSocket === isWebSocket && isClosed(line.socket.deref()),
    );
    if (free !== undefined) {
      free.socket = new WeakRef(socket);
      return (free.connection = nextOf(free.connection));
    }
    const line = this.#table.add({ place, isWebSocket });
    if (line === undefined) return NO_CONNECTION;
    const connection = firstOf(line);
    this.#lines.push({ place, isWebSocket, socket: new WeakRef(socket), connection });
    return connection;
  }
}

/** The name that the program has given, because one host may have many addresses. */
function placeOf(handle: HandleOfSocket, { _host: host }: ClientSocket): string | undefined {
  if (typeof handle.getpeername !== 'function') return undefined;
  const peer: { address?: unknown; port?: unknown } = {};
  handle.getpeername(peer);
  if (typeof peer.port !== 'number') return undefined;
  return `${typeof host === 'string' ? host : String(peer.address)}:${peer.port}`;
}

function isClosed(socket: ClientSocket | undefined): boolean {
  return socket === undefined || socket.destroyed === true;
}
