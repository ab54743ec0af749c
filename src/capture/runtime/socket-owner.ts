// What a socket is to the program: HTTP, WebSocket or a plain one, of a server or of a client to some host.
//
// Known by what libraries leave on Node's socket: `ws` and undici mark theirs with symbols, http with its parser.

import { NO_CONNECTION } from '../../model/connection-table.js';
import type { LoopOwnerKind } from '../../model/owner-table.js';
import type { FunctionOwners } from './function-owners.js';
import type { SocketConnections } from './socket-connections.js';

/** A connection begins as a plain socket and is upgraded within its first callbacks; later ones are looked at ever more rarely. */
const LOOKS = 8;

const SERVER = 'server';
/** What `once`, `addEventListener` and Tickscope put around a listener. */
const MOST_LAYERS = 4;

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
  readonly #functions: FunctionOwners;
  readonly #connections: SocketConnections;
  readonly #known = new WeakMap<object, KnownHandle>();
  #ownerSymbol: symbol | undefined;
  /** Of the handle that was looked up last. */
  connection: number = NO_CONNECTION;

  constructor(functions: FunctionOwners, connections: SocketConnections) {
    this.#functions = functions;
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
      known.ownerId = this.#functions.ownerOf('socket', undefined);
      return;
    }
    const kind = kindOf(socket);
    const role = roleOf(socket);
    known.ownerId = this.#functions.ownerOf(kind, listenerOf(kind, socket, this.#functions), role);
    if (known.connection !== NO_CONNECTION || role === SERVER) return;
    const isWebSocket = kind === 'websocket' || asksForWebSocket(socket);
    // Other connections of HTTP come and go with requests.
    if (kind !== 'http' || isWebSocket) known.connection = this.#connections.connect(handle, socket, isWebSocket);
  }
}

/** The program's function that takes what comes in, where it can be known. */
function listenerOf(kind: LoopOwnerKind, socket: NetSocket, functions: FunctionOwners): unknown {
  if (kind === 'socket') return listenerIn(socket, 'data', functions);
  // Ws has its object on the socket; others have functions of their own there.
  return kind === 'websocket'
    ? listenerIn(markedBy('websocket', socket), 'message', functions)
    : requestListener(socket, functions);
}

/** @param socket of an HTTP server, or of a client, which has none */
export function requestListener(socket: unknown, functions: FunctionOwners): unknown {
  return listenerIn((socket as NetSocket | null | undefined)?.server, 'request', functions);
}

/** The first one, without what is put around it. */
function listenerIn(emitter: unknown, event: string, functions: FunctionOwners): unknown {
  const events: unknown = isObject(emitter) ? Reflect.get(emitter, '_events') : undefined;
  const listeners: unknown = isObject(events) ? Reflect.get(events, event) : undefined;
  let inner: unknown = Array.isArray(listeners) ? listeners[0] : listeners;
  for (let layer = 0; layer < MOST_LAYERS && typeof inner === 'function'; layer++) {
    const next: unknown =
      functions.places.originalOf(inner) ?? Reflect.get(inner, 'listener') ?? markedBy('kListener', inner);
    if (typeof next !== 'function') break;
    inner = next;
  }
  return inner;
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
  if (!isObject(object)) return undefined;
  const mark = Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description);
  return mark && Reflect.get(object, mark);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function roleOf({ server, _host: host }: NetSocket): string {
  if (typeof server === 'object' && server !== null) return SERVER;
  return typeof host === 'string' ? `client ${host}` : 'client';
}
