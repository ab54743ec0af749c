// Requests of undici, by its channels: `fetch` of Node.js, which is built of it, and the package that a program has installed.
//
// A `fetch` that is redirected is a request at every hop, as the servers count them.

import type { Nanoseconds } from '../../../model/units.js';
import { nowMillis } from '../../recorder/clock.js';
import { type Channels } from './channels.js';
import { nanosBetweenMillis } from './connecting.js';
import type { ExternalCalls } from './external-calls.js';
import type { Request } from './external-names.js';
import { requestTo } from './request-address.js';

interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL | undefined;
  readonly path: string;
  readonly upgrade?: string | null;
  /** Names and values in turn; in old versions a text. */
  readonly headers: readonly unknown[] | string;
  addHeader(name: string, value: string): void;
}

interface Message {
  readonly request: UndiciRequest;
}

/** What is said of a connection that is being made: one connector makes those of one server, and may make several at once. */
interface Connecting {
  readonly connector: object;
}

const SWITCHING_PROTOCOLS = 101;
/** Handshakes that wait for their answer. Beyond it the oldest is not followed. */
const MOST_HANDSHAKES = 64;
/** Servers whose address is remembered. */
const MOST_SERVERS = 64;

export class UndiciClient {
  readonly channels: Channels = {
    'undici:client:beforeConnect': ({ connector }: Connecting) => {
      const making = (this.#making.get(connector)?.making ?? 0) + 1;
      this.#making.set(connector, { making, beganMillis: making === 1 ? nowMillis() : NaN });
    },
    'undici:client:connected': ({ connector, socket }: Connecting & { socket: object }) => {
      const beganMillis = this.#made(connector);
      if (!Number.isNaN(beganMillis)) this.#madeNanos.set(socket, nanosBetweenMillis(beganMillis, nowMillis()));
    },
    'undici:client:connectError': ({ connector }: Connecting) => this.#made(connector),
    'undici:client:sendHeaders': ({ request, socket }: Message & { socket: object }) => {
      this.#calls.sent(request);
      const isReused = this.#sockets.has(socket);
      this.#calls.connected(request, isReused);
      if (isReused) return;
      this.#sockets.add(socket);
      const whole = this.#madeNanos.get(socket);
      if (whole !== undefined) this.#calls.connectionMade(request, { whole });
    },
    'undici:request:headers': ({ request, response }: Message & { response: { statusCode: unknown } }) =>
      this.#calls.answered(request, response.statusCode),
    'undici:request:trailers': ({ request }: Message) => this.#calls.ended(request),
    'undici:request:error': ({ request, error }: Message & { error: unknown }) => this.#calls.failed(request, error),
    // Before version 7 nobody says which one.
    'undici:websocket:open': ({ websocket }: { websocket?: { url: string } }) => this.#opened(websocket?.url),
  };
  readonly #calls: ExternalCalls;
  /** By their origins: to read a URL takes longer than all the rest. */
  readonly #servers = new Map<string, Request>();
  /**
   * By its connector, how many connections are being made, and when the only one began. NaN where there were several at once: nobody says which
   * of them is made then. Of one whose client is destroyed nobody says anything any more, so that the connector's are not timed from then on.
   */
  readonly #making = new WeakMap<object, { readonly making: number; readonly beganMillis: number }>();
  /** By their sockets, how long connections took to be made. */
  readonly #madeNanos = new WeakMap<object, Nanoseconds>();
  /** Those that a request was sent on. */
  readonly #sockets = new WeakSet<object>();
  /** By their address: of a WebSocket that has opened, undici does not say which request it was. */
  readonly #handshakes: { readonly url: string; readonly request: UndiciRequest }[] = [];

  constructor(calls: ExternalCalls) {
    this.#calls = calls;
  }

  created({ request }: Message): void {
    const { method, origin, path, upgrade } = request;
    // What goes through a tunnel is a request of its own. Of other protocols than that of WebSockets nobody tells the end.
    if (method === 'CONNECT' || origin === undefined) return;
    const isHandshake = typeof upgrade === 'string' && upgrade !== '';
    if (isHandshake && upgrade !== 'websocket') return;
    const traceparent = this.#calls.begin(request, this.#partsOf(method, origin, path));
    if (traceparent !== undefined && !hasHeader(request, 'traceparent')) request.addHeader('traceparent', traceparent);
    if (!isHandshake) return;
    this.#handshakes.push({ url: withoutScheme(URL.parse(path, String(origin))?.href ?? ''), request });
    if (this.#handshakes.length > MOST_HANDSHAKES) this.#handshakes.shift();
  }

  /** A connection is no more being made. @returns when it began; NaN where that is not known */
  #made(connector: object): number {
    const { making, beganMillis } = this.#making.get(connector) ?? { making: 0, beganMillis: NaN };
    if (making > 1) this.#making.set(connector, { making: making - 1, beganMillis: NaN });
    else this.#making.delete(connector);
    return beganMillis;
  }

  #partsOf(method: string, origin: string | URL, path: string): Request {
    // Through a proxy the whole address may be in the path.
    if (!path.startsWith('/')) return requestTo(method, path, String(origin));
    const key = String(origin);
    let server = this.#servers.get(key);
    if (server === undefined) {
      server = requestTo('', key);
      if (this.#servers.size < MOST_SERVERS) this.#servers.set(key, server);
    }
    const { scheme, host, port } = server;
    return { method, scheme, host, port, path };
  }

  #opened(address: string | undefined): void {
    const url = address === undefined ? undefined : withoutScheme(address);
    const at = this.#handshakes.findIndex((handshake) => url === undefined || handshake.url === url);
    const [handshake] = at === -1 ? [] : this.#handshakes.splice(at, 1);
    if (handshake === undefined) return;
    this.#calls.answered(handshake.request, SWITCHING_PROTOCOLS);
    this.#calls.ended(handshake.request);
  }
}

function hasHeader({ headers }: UndiciRequest, name: string): boolean {
  if (typeof headers === 'string') return new RegExp(`^${name}:`, 'im').test(headers);
  return headers.some((header, at) => at % 2 === 0 && String(header).toLowerCase() === name);
}

/** `ws:` is `http:` by then. */
function withoutScheme(url: string): string {
  return url.replace(/^[a-z]+:/, '').replace(/#.*$/, '');
}
