// What a socket is to the program: HTTP, WebSocket or a plain one, of a server or of a client to some host.
//
// Known by what libraries leave on Node's socket: `ws` and undici mark theirs with symbols, http with its parser.

import type { LoopOwnerKind } from '../../model/owner-table.js';

/** A connection begins as a plain socket and is upgraded within its first callbacks; later ones are looked at ever more rarely. */
const LOOKS = 8;

interface NetSocket {
  readonly _host?: unknown;
  readonly server?: unknown;
  readonly parser?: unknown;
}

interface KnownHandle {
  ownerId: number;
  callbacks: number;
}

export class SocketOwners {
  readonly #intern: (kind: LoopOwnerKind, name: string) => number;
  readonly #known = new WeakMap<object, KnownHandle>();
  #ownerSymbol: symbol | undefined;

  constructor(intern: (kind: LoopOwnerKind, name: string) => number) {
    this.#intern = intern;
  }

  /** @param handle of Node's, for example a `TCP` */
  ownerOf(handle: object): number {
    let known = this.#known.get(handle);
    if (known === undefined) this.#known.set(handle, (known = { ownerId: 0, callbacks: 0 }));
    const count = ++known.callbacks;
    // Of the numbers beyond the first eight: the powers of two.
    if (count <= LOOKS || (count & (count - 1)) === 0) known.ownerId = this.#look(handle);
    return known.ownerId;
  }

  #look(handle: object): number {
    this.#ownerSymbol ??= Object.getOwnPropertySymbols(handle).find(
      ({ description }) => description === 'owner_symbol',
    );
    const socket = this.#ownerSymbol && (Reflect.get(handle, this.#ownerSymbol) as NetSocket | undefined);
    if (typeof socket !== 'object' || socket === null) return this.#intern('socket', '');
    return this.#intern(kindOf(socket), roleOf(socket));
  }
}

function kindOf(socket: NetSocket): LoopOwnerKind {
  const marks = new Map(Object.getOwnPropertySymbols(socket).map((mark) => [mark.description, mark]));
  if (marks.has('websocket')) return 'websocket';
  const client = marks.has('no ref') ? marks.get('client') : undefined;
  // Undici lets go of a socket that has become a WebSocket.
  if (client !== undefined) return Reflect.get(socket, client) == null ? 'websocket' : 'http';
  return socket.parser == null ? 'socket' : 'http';
}

function roleOf({ server, _host: host }: NetSocket): string {
  if (typeof server === 'object' && server !== null) return 'server';
  return typeof host === 'string' ? `client ${host}` : 'client';
}
