// Requests of node:http and node:https, by the channels of Node.js.
//
// They tell of a request's begin, of the head of its response and of errors. That a response is complete, that a request was given up and
// that its connection went over to another protocol is seen by the methods that Node.js calls next.

import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Channels, ownerOf } from './channels.js';
import { ABORTED } from './error-type.js';
import type { ExternalCalls } from './external-calls.js';
import type { Request } from './external-names.js';
import { requestTo } from './request-address.js';
import { watchReads } from './watched-reads.js';

/** With what Node.js keeps in it beside what its types say. */
interface OpenRequest extends ClientRequest {
  readonly res?: OpenResponse | null;
  readonly socketPath?: string;
  readonly upgradeOrConnect?: boolean;
  readonly _closed?: boolean;
}

interface OpenResponse extends IncomingMessage {
  readonly req?: OpenRequest;
}

interface Message {
  readonly request: OpenRequest;
}

const SWITCHING_PROTOCOLS = 101;

export class HttpClient {
  readonly channels: Channels = {
    'http.client.response.finish': ({ request, response }: Message & { response: OpenResponse }) => {
      this.#watchResponses(response);
      this.#calls.answered(request, response.statusCode);
      this.#calls.connected(request, request.reusedSocket);
    },
    'http.client.request.error': ({ request, error }: Message & { error: unknown }) =>
      this.#calls.failed(request, error),
  };
  readonly #calls: ExternalCalls;
  #watchesRequests = false;
  #watchesResponses = false;

  constructor(calls: ExternalCalls) {
    this.#calls = calls;
  }

  created({ request }: Message): void {
    this.#watchRequests(request);
    // What goes through a tunnel is a request of its own, and has waited for this one.
    if (request.method === 'CONNECT') return;
    const traceparent = this.#calls.begin(request, partsOf(request));
    if (traceparent !== undefined && !request.headersSent && !request.hasHeader('traceparent'))
      request.setHeader('traceparent', traceparent);
  }

  /** Node.js reads `emit` for `finish`, when all is sent, for `close`, which comes last, and when a connection is given away. */
  #watchRequests(request: OpenRequest): void {
    if (this.#watchesRequests) return;
    this.#watchesRequests = true;
    const owner = ownerOf(request, 'onSocket');
    if (owner === undefined) return;
    watchReads(owner, 'emit', (self) => {
      const { upgradeOrConnect, _closed, res, writableFinished, socket } = self as OpenRequest;
      if (writableFinished && socket !== null) this.#calls.sent(self);
      if (upgradeOrConnect === true) {
        this.#calls.answered(self, SWITCHING_PROTOCOLS);
        this.#calls.connected(self, false);
        this.#calls.ended(self);
      } else if (_closed === true) {
        if (res?.complete === true) this.#calls.ended(self);
        else this.#calls.failed(self, ABORTED);
      }
    });
  }

  /** A response is complete when Node.js pushes its end, before the program reads that. */
  #watchResponses(response: OpenResponse): void {
    if (this.#watchesResponses) return;
    this.#watchesResponses = true;
    const owner = ownerOf(response, '_destroy');
    if (owner === undefined) return;
    watchReads(owner, 'push', (self) => {
      const { complete, req } = self as OpenResponse;
      if (complete && req !== undefined) this.#calls.ended(req);
    });
  }
}

function partsOf(request: OpenRequest): Request {
  const { method, path, socketPath } = request;
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  // Through a proxy the whole address is in the path.
  if (/^https?:\/\//i.test(path)) return requestTo(method, path);
  if (socketPath !== undefined) return { method, scheme, host: 'unix-socket', port: undefined, path };
  return { method, scheme, host: request.host, port: portOf(request), path };
}

/** In the header that Node.js has made of host and port. The program may have set another one. */
function portOf(request: OpenRequest): number | undefined {
  const header = request.getHeader('host');
  const { host } = request;
  if (typeof header !== 'string' || header.length <= host.length) return undefined;
  const [, ofHeader, port] = /^\[?(.*?)\]?:(\d{1,5})$/.exec(header) ?? [];
  return ofHeader === host.replaceAll(/[[\]]/g, '') ? Number(port) : undefined;
}
