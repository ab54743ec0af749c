// What a socket is to the program: HTTP, WebSocket or a plain one, of a server or of a client to some host.
//
// Known by what libraries leave on Node's socket: `ws` and undici mark theirs with symbols, http with its parser.

import { NO_CONNECTION } from '../../model/connection-table.js';
import type { LoopOwnerKind } from '../../model/owner-table.js';
import type { SocketConnections } from './socket-connections.js';

/** A connection begins as a plain socket and is upgraded within its first callbacks; later ones are looked at ever more rarely. */
const LOOKS = 8;

const SERVER = 'server';

interface NetSocket {
  readonly _host?: unknown;
  readonly server?: unknown;
  readonly parser?: unknown;
  /** The request that is under way. */
  readonly _httpMessage?: { getHeader?(name: string): unknown } | null;
}

interface KnownHandle {
  ownerId: number;
  callbacks: number;
  connection: number;
}

export class SocketOwners {
  readonly #intern: (kind: LoopOwnerKind, name: string) => number;
  readonly #connections: SocketConnections;
  readonly #known = new WeakMap<object, KnownHandle>();
  #ownerSymbol: symbol | undefined;
  /** Of the handle that was looked up last. */
  connection: number = NO_CONNECTION;

  constructor(intern: (kind: LoopOwnerKind, name: string) => number, connections: SocketConnections) {
    this.#intern = intern;
    this.#connections = connections;
  }

  /** @param handle of Node's, for example a `TCP` */
  ownerOf(handle: object): number {
    let known = this.#known.get(handle);
    if (known === undefined) {
      this.#known.set(handle, (known = { ownerId: 0, callbacks: 0, connection: NO_CONNECTION }));
    }
    const count = ++known.callbacks;
    // Of the numbers beyond the first eight: the powers of two.
    if (count <= LOOKS || (count & (count - 1)) === 0) this.#look(handle, known);
    this.connection = known.connection;
    return known.ownerId;
  }

  #look(handle: object, known: KnownHandle): void {
    this.#ownerSymbol ??= Object.getOwnPropertySymbols(handle).find(
      ({ description }) => description === 'owner_symbol',
    );
    const socket = this.#ownerSymbol && (Reflect.get(handle, this.#ownerSymbol) as NetSocket | undefined);
    if (typeof socket !== 'object' || socket === null) {
      known.ownerId = this.#intern('socket', '');
      return;
    }
    const kind = kindOf(socket);
    const role = roleOf(socket);
    known.ownerId = this.#intern(kind, role);
    if (known.connection !== NO_CONNECTION || role === SERVER) return;
    const isWebSocket = kind === 'websocket' || asksForWebSocket(socket);
    // Other connections of HTTP come and go with requests.
    if (kind !== 'http' || isWebSocket) known.connection = this.#connections.connect(handle, socket, isWebSocket);
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

/** The first trades may come with the answer to the request. */
function asksForWebSocket(socket: NetSocket): boolean {
  const { _httpMessage: request } = socket;
  const upgrade = request?.getHeader?.('upgrade') ?? requestOfUndici(socket)?.upgrade;
  return typeof upgrade === 'string' && upgrade.toLowerCase() === 'websocket';
}

function requestOfUndici(socket: NetSocket): { readonly upgrade?: unknown } | undefined {
  const client = markedBy('client', socket);
  const queue = markedBy('queue', client);
  return Array.isArray(queue) ? queue[markedBy('running index', client) as number] : undefined;
}

function markedBy(description: string, object: unknown): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  const mark = Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description);
  return mark && Reflect.get(object, mark);
}

function roleOf({ server, _host: host }: NetSocket): string {
  if (typeof server === 'object' && server !== null) return SERVER;
  return typeof host === 'string' ? `client ${host}` : 'client';
}
