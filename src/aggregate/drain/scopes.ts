// The scopes that the drain knows: of open trees, and of operations that have outlived theirs. Plain numbers in arrays: a tick
// allocates nothing.

import { doubled, NONE, type RunningOperations } from './running-operations.js';

/** What begins a scope. */
export const SCOPE_OF_TREE = 0;
export const SCOPE_OF_TICK = 1;
export const SCOPE_OF_OPERATION = 2;
/** A tick-shaped call inside a tick, which holds it open. */
export const SCOPE_OF_HOLDER = 3;
/** The begin is unknown: the scope's tree has closed. */
export const SCOPE_OF_CLOSED = 4;

/** Of a scope that no open tree holds. */
export const UNLINKED = -2;

const FIRST_SIZE = 256;

export class Scopes {
  /** By slot. */
  scope: Int32Array = new Int32Array(FIRST_SIZE);
  /** Index of its trace, and the number of that: another one may have the index by now. `NONE` where the trace was closed from the start. */
  tree: Int32Array = new Int32Array(FIRST_SIZE);
  number: Int32Array = new Int32Array(FIRST_SIZE);
  /** The innermost running operation in it, and the one that it belongs to. */
  top: Int32Array = new Int32Array(FIRST_SIZE);
  base: Int32Array = new Int32Array(FIRST_SIZE);
  kind: Uint8Array = new Uint8Array(FIRST_SIZE);
  ended: Uint8Array = new Uint8Array(FIRST_SIZE);
  /** The next scope of the same open tree, or `UNLINKED`; or the next free slot. */
  next: Int32Array = new Int32Array(FIRST_SIZE);
  /** Scopes in use. */
  count = 0;
  readonly #operations: RunningOperations;
  #used = 0;
  #free = NONE;
  // Open addressing, from scope to slot.
  #keys = new Int32Array(FIRST_SIZE * 4);
  #slots = new Int32Array(FIRST_SIZE * 4).fill(NONE);
  #lastScope = 0;
  #lastSlot = NONE;

  constructor(operations: RunningOperations) {
    this.#operations = operations;
  }

  /** @returns the slot of a scope; `NONE` for one that is not known */
  find(scope: number): number {
    if (scope === this.#lastScope) return this.#lastSlot;
    const mask = this.#keys.length - 1;
    for (let at = hashOf(scope) & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] as number;
      if (slot === NONE) return NONE;
      if (this.#keys[at] !== scope) continue;
      this.#lastScope = scope;
      this.#lastSlot = slot;
      return slot;
    }
  }

  /** @param next the first scope of the same tree until now */
  add(scope: number, tree: number, number: number, base: number, kind: number, next: number): number {
    const slot = this.#take();
    this.scope[slot] = scope;
    this.tree[slot] = tree;
    this.number[slot] = number;
    this.top[slot] = base;
    this.base[slot] = base;
    this.kind[slot] = kind;
    this.ended[slot] = 0;
    this.next[slot] = next;
    if (++this.count * 2 > this.#keys.length) this.#rehash();
    this.#insert(scope, slot);
    this.#lastScope = scope;
    this.#lastSlot = slot;
    return slot;
  }

  remove(slot: number): void {
    this.#delete(this.scope[slot] as number);
    const base = this.base[slot] as number;
    if (base !== NONE) this.#operations.remove(base);
    this.next[slot] = this.#free;
    this.#free = slot;
    this.count--;
    this.#lastScope = 0;
  }

  #take(): number {
    if (this.#free !== NONE) {
      const slot = this.#free;
      this.#free = this.next[slot] as number;
      return slot;
    }
    if (this.#used === this.scope.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    this.scope = doubled(this.scope);
    this.tree = doubled(this.tree);
    this.number = doubled(this.number);
    this.top = doubled(this.top);
    this.base = doubled(this.base);
    this.next = doubled(this.next);
    this.kind = doubled(this.kind);
    this.ended = doubled(this.ended);
  }

  #insert(scope: number, slot: number): void {
    const mask = this.#keys.length - 1;
    let at = hashOf(scope) & mask;
    while (this.#slots[at] !== NONE) at = (at + 1) & mask;
    this.#keys[at] = scope;
    this.#slots[at] = slot;
  }

  /** Closes the gap, so that no look-up stops before what stands behind it. */
  #delete(scope: number): void {
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = keys.length - 1;
    let gap = hashOf(scope) & mask;
    while (keys[gap] !== scope || slots[gap] === NONE) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; slots[at] !== NONE; at = (at + 1) & mask) {
      const home = hashOf(keys[at] as number) & mask;
      const staysBehindGap = gap <= at ? gap < home && home <= at : gap < home || home <= at;
      if (staysBehindGap) continue;
      keys[gap] = keys[at] as number;
      slots[gap] = slots[at] as number;
      gap = at;
    }
    slots[gap] = NONE;
  }

  #rehash(): void {
    const slots = this.#slots.filter((slot) => slot !== NONE);
    this.#keys = new Int32Array(this.#keys.length * 2);
    this.#slots = new Int32Array(this.#keys.length).fill(NONE);
    for (const slot of slots) this.#insert(this.scope[slot] as number, slot);
  }
}

function hashOf(scope: number): number {
  return Math.imul(scope, 0x9e3779b1) >>> 8;
}
