// Gives every owner of event-loop time a small integer, within bounds, for the life of the process.

import { LOOP_OWNER_KINDS, type LoopOwner, type LoopOwnerKind } from './loop-owner.js';
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
