// Gives every owner of event-loop time a small integer, within bounds, for the life of the process.

import { OTHER } from './operation.js';

/** Owners with a row of their own; the rest share one for each kind. */
export const OWNER_NAMES = 192;
const NAME_LENGTH = 64;
/** Functions whose place is looked for; later ones go by their names. */
const FUNCTIONS_LOOKED_FOR = 512;

export class OwnerTable {
  readonly #owners: LoopOwner[] = LOOP_OWNER_KINDS.map((kind) => ({ kind, name: OTHER }));
  readonly #idByName = new Map<LoopOwnerKind, Map<string, number>>(LOOP_OWNER_KINDS.map((kind) => [kind, new Map()]));
  readonly #otherIds = new Map<LoopOwnerKind, number>(LOOP_OWNER_KINDS.map((kind, id) => [kind, id]));
  /** What finds an owner, then its id. */
  readonly #found: (number | (() => number))[] = [];

  /** @returns the id of an owner: that of the shared row of its kind once the table is full */
  intern(kind: LoopOwnerKind, fullName: string, location?: string): number {
    const name = fullName.length > NAME_LENGTH ? fullName.slice(0, NAME_LENGTH) : fullName;
    const key = location === undefined ? name : `${name}\0${location}`;
    const ids = this.#idByName.get(kind) as Map<string, number>;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = this.#owners.length;
    if (id >= FIRST_TO_FIND) return this.#otherIds.get(kind) as number;
    this.#owners.push({ kind, name, ...(location !== undefined && { location }) });
    ids.set(key, id);
    return id;
  }

  /** @returns an id that `settled` takes: the owner is looked for then; `undefined` where too many were already */
  later(find: () => number): number | undefined {
    if (this.#found.length >= FUNCTIONS_LOOKED_FOR) return undefined;
    return FIRST_TO_FIND + this.#found.push(find) - 1;
  }

  /** @returns the id that an owner has a row by */
  settled(id: number): number {
    if (id < FIRST_TO_FIND) return id;
    const found = this.#found[id - FIRST_TO_FIND];
    if (typeof found === 'number') return found;
    if (found === undefined) return id;
    return (this.#found[id - FIRST_TO_FIND] = found());
  }

  owner(id: number): LoopOwner {
    return this.#owners[this.settled(id)] as LoopOwner;
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

/** Ids from here on are of owners that are looked for. */
const FIRST_TO_FIND = OWNER_NAMES + LOOP_OWNER_KINDS.length;

/**
 * - `tick`: the tick itself, from its begin until its handler returns, and callbacks in the context of an open tick
 * - `main`: the program's files, until the first callback
 * - `timer`, `immediate`, `nextTick`: by the name of the callback and its place; promises that go on there belong to it
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
  /** Where its function stands, `file:line`, where that is known; `bot.js:57 or 92` where two are equal. */
  readonly location?: string;
}

/** `timer poll (bot.js:41)`, `timer (bot.js:41)`, `timer poll`, or the kind alone. */
export function ownerLabel({ kind, name, location }: LoopOwner): string {
  const label = name === '' ? kind : `${kind} ${name}`;
  return location === undefined ? label : `${label} (${location})`;
}

/** As `ownerLabel` without the kind: `poll (bot.js:41)`, `bot.js:41`, `poll`, or nothing. */
export function placedName({ name, location = '' }: LoopOwner): string {
  return name === '' || location === '' ? name + location : `${name} (${location})`;
}
