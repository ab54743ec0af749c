// Who a callback belongs to, by the resource that Node.js runs it for.
//
// Called for every callback, inside a hook of async_hooks. Constructors are told apart by a map, because names of classes are
// slower to read, and each is looked at once.

import { NO_CONNECTION } from '../../model/connection-table.js';
import type { LoopOwnerKind } from '../../model/owner-table.js';
import { ProgramsResource } from '../../primordials.js';
import { isOfNode } from './node-next-ticks.js';
import type { SocketConnections } from './socket-connections.js';
import { SocketOwners } from './socket-owner.js';

/** The callback goes on: what runs now was put off in it. */
export const SAME_CALLBACK = -1;

type Intern = (kind: LoopOwnerKind, name: string) => number;

/** Finds the owner of a resource of one class. */
type OwnerOf = (resource: Record<string, unknown>) => number;

/** Classes of Node's own are about 60; a native addon may make them by the thousand. */
const CLASSES = 256;

/** What is known by the kind alone: beginnings of class names. Those that are not here are `other`, by their class. */
const KINDS: readonly (readonly [start: string, kind: LoopOwnerKind])[] = [
  ['FS', 'fs'],
  ['FileHandle', 'fs'],
  ['StatWatcher', 'fs'],
  ['DirHandle', 'fs'],
  ['ChannelWrap', 'dns'],
  ['Zlib', 'zlib'],
  ['Brotli', 'zlib'],
  ['Zstd', 'zlib'],
  ['MessagePort', 'worker'],
  ['Worker', 'worker'],
  ['Process', 'process'],
  ['Signal', 'process'],
  ['TTY', 'process'],
  ['Http2', 'http'],
  ['UDP', 'socket'],
];

export class ResourceOwners {
  readonly #intern: Intern;
  readonly #connections: SocketConnections;
  readonly #ownersOf = new Map<unknown, OwnerOf>();
  /** Which socket of a client the last resource was; 0 where it was none. */
  connection: number = NO_CONNECTION;
  #connectionBefore: number = NO_CONNECTION;

  constructor(intern: Intern, connections: SocketConnections) {
    this.#intern = intern;
    this.#connections = connections;
    const ofNextTick = byCallback((name) => (isOfNode(name) ? SAME_CALLBACK : intern('nextTick', name)));
    const native = intern('other', 'native');
    // Plain objects: what process.nextTick made, and what native addons have made for them.
    this.#ownersOf.set(Object, ({ callback }) => (typeof callback === 'function' ? ofNextTick(callback) : native));
  }

  /** @throws what a resource of the program's making throws when it is looked at */
  ownerOf(resource: object): number {
    const { constructor } = resource;
    this.#connectionBefore = this.connection;
    this.connection = NO_CONNECTION;
    const ownerOf = this.#ownersOf.get(constructor);
    if (ownerOf !== undefined) return ownerOf(resource as Record<string, unknown>);
    // `queueMicrotask`, `AsyncResource.bind` and everything that programs build on it: no callbacks of the loop.
    if (resource instanceof ProgramsResource) return SAME_CALLBACK;
    const made = this.#make(constructor.name);
    if (this.#ownersOf.size < CLASSES) this.#ownersOf.set(constructor, made);
    return made(resource as Record<string, unknown>);
  }

  #make(className: string): OwnerOf {
    const intern = this.#intern;
    switch (className) {
      case 'Timeout': {
        const ofTimer = byCallback((name) => intern('timer', name));
        return ({ _onTimeout: callback }) => ofTimer(callback);
      }
      case 'Immediate': {
        const ofImmediate = byCallback((name) => intern('immediate', name));
        return ({ _onImmediate: callback }) => ofImmediate(callback);
      }
      case 'HTTPServerAsyncResource':
        return () => intern('http', 'server');
      case 'HTTPClientAsyncResource':
        return ({ req }) => {
          // The parser runs within the callback of its socket, which may be about to become a WebSocket's.
          this.connection = this.#connectionBefore;
          return intern('http', `client ${hostOf(req)}`.trimEnd());
        };
      case 'FSReqCallback':
        return ({ context }) => intern('fs', nameOf((context as { callback?: unknown } | undefined)?.callback));
      case 'GetAddrInfoReqWrap':
      case 'GetNameInfoReqWrap':
      case 'QueryReqWrap':
        return ({ hostname }) => intern('dns', typeof hostname === 'string' ? hostname : '');
      case 'TCP':
      case 'TLSWrap':
      case 'Pipe':
      case 'JSStream':
        return this.#sockets();
      default:
        return this.#byKind(className);
    }
  }

  #sockets(): OwnerOf {
    const sockets = new SocketOwners(this.#intern, this.#connections);
    return (handle) => {
      const ownerId = sockets.ownerOf(handle);
      this.connection = sockets.connection;
      return ownerId;
    };
  }

  #byKind(className: string): OwnerOf {
    const kind = KINDS.find(([start]) => className.startsWith(start))?.[1];
    const id = kind === undefined ? this.#intern(...withoutKind(className)) : this.#intern(kind, '');
    return () => id;
  }
}

function withoutKind(className: string): [LoopOwnerKind, string] {
  if (/(?:Connect|Write|Shutdown|Send)Wrap$/.test(className)) return ['socket', 'request'];
  return /(?:Job|Request)$/.test(className) ? ['crypto', ''] : ['other', className];
}

/** Remembers the last function: an interval's is the same each time, and its name takes 40 ns to read and to find. */
function byCallback(ownerOfName: (name: string) => number): (callback: unknown) => number {
  let last: unknown;
  let lastId = 0;
  return (callback) => {
    if (callback === last) return lastId;
    lastId = ownerOfName(nameOf(callback));
    last = callback;
    return lastId;
  };
}

function nameOf(callback: unknown): string {
  if (typeof callback !== 'function') return '';
  // A class can have a static `name` of any type.
  const { name } = callback as { readonly name: unknown };
  return typeof name === 'string' ? name : '';
}

function hostOf(request: unknown): string {
  const host = (request as { readonly host?: unknown } | null)?.host;
  return typeof host === 'string' ? host : '';
}
