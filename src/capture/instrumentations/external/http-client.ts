// Requests of node:http and node:https, by the channels of Node.js.
//
// They tell of a request's begin, of the head of its response and of errors. That a response is complete, that a request was given up and
// that its connection went over to another protocol is seen by the methods that Node.js calls next.

import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { nowMillis } from '../../recorder/clock.js';
import { type Channels, ownerOf } from './channels.js';
import { watchConnecting } from './connecting.js';
import { ABORTED } from './error-type.js';
import type { ExternalCalls } from './external-calls.js';
import type { Request } from './external-names.js';
import { requestTo } from './request-address.js';
import { watchReads } from './watched-reads.js';

interface LimitedAgent {
  readonly maxSockets?: unknown;
  readonly maxTotalSockets?: unknown;
}

/** With what Node.js keeps in it beside what its types say. */
interface OpenRequest extends ClientRequest {
  readonly res?: OpenResponse | null;
  readonly agent?: LimitedAgent;
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
      if (socket?.connecting === true) this.#watchConnecting(self as OpenRequest, socket);
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

  /** Node.js gives a request its socket a little later, so the call's begin is when connecting began, unless it had to wait for its turn. */
  #watchConnecting(request: OpenRequest, socket: Socket): void {
    const beginMillis = this.#calls.beginMillis(request);
    if (beginMillis === undefined) return;
    const beganMillis = mayQueue(request.agent) ? nowMillis() : beginMillis;
    watchConnecting(socket, beganMillis, (times) => this.#calls.connectionMade(request, times));
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

/** Whether a request may wait for another one's end: not by default, where an agent makes as many connections as are wanted. */
function mayQueue(agent: LimitedAgent | undefined): boolean {
  return agent !== undefined && (agent.maxSockets !== Infinity || agent.maxTotalSockets !== Infinity);
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
