// Streams of clients of node:http2, by the channels of Node.js.

import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { type Channels } from './channels.js';
import { ABORTED } from './error-type.js';
import type { ExternalCalls } from './external-calls.js';
import { requestTo } from './request-address.js';
import { watchReads } from './watched-reads.js';

interface Message {
  readonly stream: ClientHttp2Stream;
  readonly headers: IncomingHttpHeaders;
}

/** A key that undici has on its sessions, whose requests its own channels tell of. */
const OF_UNDICI = 'open streams';

export class Http2Client {
  readonly channels: Channels = {
    'http2.client.stream.start': ({ stream }: Message) => this.#calls.sent(stream),
    'http2.client.stream.finish': ({ stream, headers }: Message) => this.#calls.answered(stream, headers[':status']),
    'http2.client.stream.error': ({ stream, error }: Message & { error: unknown }) => this.#calls.failed(stream, error),
    // After the program has read the end.
    'http2.client.stream.close': ({ stream }: Message) => this.#closed(stream),
  };
  readonly #calls: ExternalCalls;
  readonly #sessions = new WeakSet<object>();
  #watchesStreams = false;

  constructor(calls: ExternalCalls) {
    this.#calls = calls;
  }

  created({ stream, headers }: Message): void {
    const { session } = stream;
    const isPushed = headers[':status'] !== undefined || session === undefined;
    if (isPushed || headers[':method'] === 'CONNECT' || isOfUndici(session)) return;
    this.#watchEnds(stream);
    const { ':method': method = 'GET', ':path': path = '/', ':scheme': scheme = 'https' } = headers;
    this.#calls.begin(stream, requestTo(method, path, `${scheme}://${headers[':authority'] ?? headers.host}`));
    this.#calls.connected(stream, this.#sessions.has(session));
    this.#sessions.add(session);
    // On an open session it has been sent before Node.js tells of it.
    if (!stream.pending) this.#calls.sent(stream);
  }

  /** Node.js reads `emit` for the event `end`, in front of the program's listeners. */
  #watchEnds(stream: ClientHttp2Stream): void {
    if (this.#watchesStreams) return;
    this.#watchesStreams = true;
    watchReads(Reflect.getPrototypeOf(stream) as object, 'emit', (self) => {
      const { readableEnded, rstCode } = self as ClientHttp2Stream;
      if (readableEnded && !rstCode && this.#calls.isAnswered(self)) this.#calls.ended(self);
    });
  }

  #closed(stream: ClientHttp2Stream): void {
    if (stream.rstCode || !this.#calls.isAnswered(stream)) this.#calls.failed(stream, ABORTED);
    else this.#calls.ended(stream);
  }
}

function isOfUndici(session: object): boolean {
  return Object.getOwnPropertySymbols(session).some(({ description }) => description === OF_UNDICI);
}
