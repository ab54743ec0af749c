// Who a callback belongs to, by the resource that Node.js runs it for.
//
// Called for every callback, inside a hook of async_hooks. Constructors are told apart by a map, because names of classes are
// slower to read, and each is looked at once.

import { NO_CONNECTION } from '../../model/connection-table.js';
import type { LoopOwnerKind, OwnerTable } from '../../model/owner-table.js';
import { ProgramsResource } from '../../primordials.js';
import { FunctionOwners, nameOf, type FunctionPlaces } from './function-owners.js';
import { isOfNode } from './node-next-ticks.js';
import type { SocketConnections } from './socket-connections.js';
import { requestListener, SocketOwners } from './socket-owner.js';

/** The callback goes on: what runs now was put off in it. */
export const SAME_CALLBACK = -1;

type Intern = (kind: LoopOwnerKind, name: string) => number;

/** What runs: a function of the program's, or of a package. */
type Callback = unknown;

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
  readonly #functions: FunctionOwners;
  readonly #connections: SocketConnections;
  readonly #ownersOf = new Map<unknown, OwnerOf>();
  /** Which socket of a client the last resource was; 0 where it was none. */
  connection: number = NO_CONNECTION;
  #connectionBefore: number = NO_CONNECTION;

  constructor(owners: OwnerTable, places: FunctionPlaces, connections: SocketConnections) {
    this.#intern = (kind, name) => owners.intern(kind, name);
    this.#functions = new FunctionOwners(owners, places);
    this.#connections = connections;
    const ofNextTick = remembering((callback) => this.#ofNextTick(callback));
    const native = owners.intern('other', 'native');
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

  /** Node.js puts functions without a name off too. */
  #ofNextTick(callback: Callback): number {
    const name = nameOf(callback);
    if (name !== '') return isOfNode(name) ? SAME_CALLBACK : this.#functions.ownerOf('nextTick', callback);
    const ownerId = this.#functions.ownerOf('nextTick', callback);
    return this.#functions.hasPlace(ownerId) ? ownerId : SAME_CALLBACK;
  }

  #make(className: string): OwnerOf {
    const intern = this.#intern;
    switch (className) {
      case 'Timeout': {
        const ofTimer = remembering((callback) => this.#functions.ownerOf('timer', callback));
        return ({ _onTimeout: callback }) => ofTimer(callback);
      }
      case 'Immediate': {
        const ofImmediate = remembering((callback) => this.#functions.ownerOf('immediate', callback));
        return ({ _onImmediate: callback }) => ofImmediate(callback);
      }
      case 'HTTPServerAsyncResource':
        return ({ socket }) => this.#functions.ownerOf('http', requestListener(socket, this.#functions), 'server');
      case 'HTTPClientAsyncResource':
        return ({ req }) => {
          // The parser runs within the callback of its socket, which may be about to become a WebSocket's.
          this.connection = this.#connectionBefore;
          return intern('http', `client ${hostOf(req)}`.trimEnd());
        };
      case 'FSReqCallback':
        return ({ context }) =>
          this.#functions.ownerOf('fs', (context as { callback?: Callback } | undefined)?.callback);
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
    const sockets = new SocketOwners(this.#functions, this.#connections);
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

/** Remembers the last function: an interval's is the same each time. */
function remembering(ownerOf: (callback: Callback) => number): (callback: Callback) => number {
  let last: Callback;
  let lastId = 0;
  return (callback) => {
    if (callback === last) return lastId;
    lastId = ownerOf(callback);
    last = callback;
    return lastId;
  };
}

function hostOf(request: unknown): string {
  const host = (request as { readonly host?: unknown } | null)?.host;
  return typeof host === 'string' ? host : '';
}
