// Messages that the program sends on WebSockets: of the package ws, of Node.js and of undici. A send is over when it returns: then the
// message is the socket's.

import { around, replaceMember } from '../../patch/replace-member.js';
import { Operation } from '../../wrap/operation.js';
import { ReentryGuard } from '../../wrap/reentry-guard.js';
import { recordSynchronous } from '../../wrap/wrap-synchronous.js';
import type { Host } from '../host.js';
import { ownerOf } from './channels.js';
import type { ExternalCalls } from './external-calls.js';

const { apply } = Reflect;

/** What WebSockets of all makers have. */
interface WebSocketLike {
  /** Absent where the other side has opened it. */
  readonly url?: unknown;
}

export class WebSocketSends {
  readonly #host: Host;
  readonly #calls: ExternalCalls;
  readonly #guard = new ReentryGuard();
  readonly #operations = new Map<number, Operation>();
  readonly #ofSocket = new WeakMap<object, Operation>();
  readonly #patched = new WeakSet<object>();

  constructor(host: Host, calls: ExternalCalls) {
    this.#host = host;
    this.#calls = calls;
  }

  /** Patches `send` of a WebSocket's class, once. */
  patchClassOf(socket: object): void {
    const prototype = ownerOf(socket, 'send');
    if (prototype === undefined || this.#patched.has(prototype)) return;
    this.#patched.add(prototype);
    const { recorder } = this.#host;
    replaceMember(
      prototype,
      'send',
      around((original, self, args) => {
        const operation = this.#operationOf(self);
        if (operation === undefined) return apply(original, self, args);
        const result = recordSynchronous(recorder, operation, this.#guard, original, self, args);
        this.#calls.sentMessage(operation.id);
        return result;
      }),
    );
  }

  /** @returns `undefined` where it cannot be told, as of a call on something that is no WebSocket */
  #operationOf(self: unknown): Operation | undefined {
    try {
      const socket = self as WebSocketLike & object;
      let operation = this.#ofSocket.get(socket);
      if (operation === undefined) this.#ofSocket.set(socket, (operation = this.#named(socket.url)));
      return operation;
    } catch {
      return undefined;
    }
  }

  #named(url: unknown): Operation {
    const id = typeof url === 'string' ? this.#idOf(new URL(url)) : this.#calls.names.idOfAnswer();
    const { names } = this.#host;
    let operation = this.#operations.get(id);
    if (operation === undefined)
      this.#operations.set(id, (operation = new Operation(names, 'external', names.entry(id).name)));
    return operation;
  }

  #idOf({ protocol, hostname, port }: URL): number {
    return this.#calls.names.idOfSend(protocol.slice(0, -1), hostname, port === '' ? undefined : Number(port));
  }
}
