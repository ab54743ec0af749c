// Gives every owner of event-loop time a small integer, within bounds, for the life of the process.

import { OTHER } from './operation.js';

/** Owners with a row of their own; the rest share one for each kind. */
export const OWNER_NAMES = 192;
const NAME_LENGTH = 64;

export class OwnerTable {
  readonly #owners: LoopOwner[] = LOOP_OWNER_KINDS.map((kind) => ({ kind, name: OTHER }));
  readonly #idByName = new Map<LoopOwnerKind, Map<string, number>>(LOOP_OWNER_KINDS.map((kind) => [kind, new Map()]));
  readonly #otherIds = new Map<LoopOwnerKind, number>(LOOP_OWNER_KINDS.map((kind, id) => [kind, id]));

  /** @returns the id of an owner: that of the shared row of its kind once the table is full */
  intern(kind: LoopOwnerKind, fullName: string): number {
    const name = fullName.length > NAME_LENGTH ? fullName.slice(0, NAME_LENGTH) : fullName;
    const ids = this.#idByName.get(kind) as Map<string, number>;
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = this.#owners.length;
    if (id >= OWNER_NAMES + LOOP_OWNER_KINDS.length) return this.#otherIds.get(kind) as number;
    this.#owners.push({ kind, name });
    ids.set(name, id);
    return id;
  }

  owner(id: number): LoopOwner {
    return this.#owners[id] as LoopOwner;
  }
}

/** In the order in which equal ones are listed. */
export const LOOP_OWNER_KINDS = [
  'tick',
  'main',
  'timer',
  'immediate',
  'nextTick',
  'websocket',
  'http',
  'socket',
  'dns',
  'fs',
  'crypto',
  'zlib',
  'worker',
  'process',
  'other',
  'turn',
  'tickscope',
] as const;

/**
 * - `tick`: the tick itself, from its begin until its handler returns, and callbacks in the context of an open tick
 * - `main`: the program's files, until the first callback
 * - `timer`, `immediate`, `nextTick`: by the name of the callback; promises that go on there belong to it
 * - `websocket`, `http`, `socket`: by `server`, or `client` and the host
 * - `dns`, `fs`, `crypto`, `zlib`: what came back from there
 * - `worker`: messages of workers and ports; `process`: child processes, signals, terminals
 * - `turn`: all callbacks of a turn of the loop, where Node.js cannot tell them apart at a bearable price
 * - `tickscope`: Tickscope's timers, writing and sending
 */
export type LoopOwnerKind = (typeof LOOP_OWNER_KINDS)[number];

export interface LoopOwner {
  readonly kind: LoopOwnerKind;
  /** Free of values and ids; empty where nothing is known but the kind. */
  readonly name: string;
}

/** `timer poll`, or the kind alone. */
export function ownerLabel({ kind, name }: LoopOwner): string {
  return name === '' ? kind : `${kind} ${name}`;
}
