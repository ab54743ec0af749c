// Everything of calls to the outside that is loaded with the program's first one.

import type { Host } from '../host.js';
import { subscribeToAll } from './channels.js';
import { ExternalCalls } from './external-calls.js';
import { HttpClient } from './http-client.js';
import { Http2Client } from './http2-client.js';
import { UndiciClient } from './undici-client.js';
import { WebSocketSends } from './websocket-sends.js';

type Message = never;

/** What is told of the begin of a call of each kind. */
export interface ExternalChannels {
  http(message: unknown): void;
  undici(message: unknown): void;
  http2(message: unknown): void;
  webSocket(message: unknown): void;
  readonly sends: WebSocketSends;
}

export function externalChannels(host: Host): ExternalChannels {
  const calls = new ExternalCalls(host);
  const sends = new WebSocketSends(host, calls);
  const http = new HttpClient(calls);
  const http2 = new Http2Client(calls);
  const undici = new UndiciClient(calls);
  subscribeToAll({ ...http.channels, ...http2.channels, ...undici.channels }, host.onError);
  return {
    http: (message) => http.created(message as Message),
    undici: (message) => undici.created(message as Message),
    http2: (message) => http2.created(message as Message),
    // Before version 7, which Node.js 22 does not have, undici does not say which one has opened: there that is one of Node's own.
    webSocket: ({ websocket }: { websocket?: object }) =>
      sends.patchClassOf(websocket ?? (globalThis as { WebSocket: { prototype: object } }).WebSocket.prototype),
    sends,
  };
}
