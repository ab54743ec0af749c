// Gives every operation name a small integer, within bounds, for the life of the process.
//
// Three tiers: the first names have exact rows; the next ones keep their names, so that trees stay readable and the heaviest
// are found, but share a row; all others share one id of their kind. limits.ts has the sizes of the first two.

import type { IndicatorName } from './indicator.js';
import { EXACT_NAMES, NAMED_BEYOND_EXACT } from './limits.js';
import { OPERATION_KINDS, type OperationKind, type OperationName, OTHER, operationKey } from './operation.js';
import type { AttributeValues } from './trace-details.js';

export interface NameEntry extends OperationName {
  readonly id: number;
  /** Where it is defined or called, `file:line`, where known. */
  location?: string;
  /** Of a function that is defined at its location: where it is called. */
  calledAt?: string;
  /** The strategy class that it belongs to, where there is one. */
  readonly strategy?: string;
  /** Span attributes that are the same for every call. */
  readonly attributes?: AttributeValues;
  readonly shared?: SharedAttributes;
  readonly indicator?: IndicatorName;
}

/** Span attributes that several names have, as far as they are known now. */
export interface SharedAttributes {
  readonly attributes: AttributeValues;
}

/** Optional details of a name, given when it is first interned. */
export interface NameDetails {
  readonly location?: string | undefined;
  readonly strategy?: string | undefined;
  readonly attributes?: AttributeValues | undefined;
  readonly shared?: SharedAttributes | undefined;
  readonly indicator?: IndicatorName | undefined;
}

/** A name with the details that all of its operations share. */
export interface DetailedName extends OperationName {
  readonly details: NameDetails;
}

export class NameTable {
  readonly #entries: NameEntry[] = [];
  readonly #idByKey = new Map<string, number>();
  readonly #otherIds = new Map<OperationKind, number>();
  #callsBeyond = 0;

  constructor() {
    // Reserved first, with ids beyond the exact rows, so that a full table still has an id for every kind.
    for (const [position, kind] of OPERATION_KINDS.entries()) {
      this.#otherIds.set(kind, EXACT_NAMES + position);
      this.#entries[EXACT_NAMES + position] = { id: EXACT_NAMES + position, kind, name: OTHER };
    }
  }

  /** @returns the id of a name: below `EXACT_NAMES` it has an exact row, else `isOther` or a shared row */
  intern(kind: OperationKind, name: string, details: NameDetails = {}): number {
    const key = operationKey(kind, name);
    const known = this.#idByKey.get(key);
    if (known !== undefined) return known;
    const id = this.#nextId();
    if (id === undefined) {
      this.#callsBeyond++;
      return this.#otherIds.get(kind) as number;
    }
    this.#entries[id] = {
      id,
      kind,
      name,
      ...(details.location !== undefined && { location: details.location }),
      ...(details.strategy !== undefined && { strategy: details.strategy }),
      ...(details.attributes !== undefined && { attributes: details.attributes }),
      ...(details.shared !== undefined && { shared: details.shared }),
      ...(details.indicator !== undefined && { indicator: details.indicator }),
    };
    this.#idByKey.set(key, id);
    return id;
  }

  /**
   * The same for a function that is defined at its location: another one of that name is told apart by its file, or in the same file by its line. Not
   * methods of one class: one may replace itself by another.
   */
  internFunction(kind: OperationKind, name: string, details: NameDetails): number {
    const { location } = details;
    const known = this.#locationOf(kind, name);
    if (location === undefined || known === undefined || known === location) return this.intern(kind, name, details);
    const isMethod = METHOD.test(name);
    const byLine = isMethod ? undefined : `${name} (${location})`;
    if (fileOf(known) === fileOf(location)) return this.intern(kind, byLine ?? name, details);
    const byFile = `${name} (${fileOf(location)})`;
    const isFirstOfFile = (this.#locationOf(kind, byFile) ?? location) === location;
    return this.intern(kind, isFirstOfFile ? byFile : (byLine ?? byFile), details);
  }

  #locationOf(kind: OperationKind, name: string): string | undefined {
    const id = this.#idByKey.get(operationKey(kind, name));
    return id === undefined ? undefined : this.entry(id).location;
  }

  /** @returns how many calls of `intern` got the id of `__other__` since the last call of this */
  takeCallsBeyond(): number {
    const calls = this.#callsBeyond;
    this.#callsBeyond = 0;
    return calls;
  }

  entry(id: number): NameEntry {
    return this.#entries[id] as NameEntry;
  }

  /** Names that have an id of their own. */
  get size(): number {
    return this.#idByKey.size;
  }

  /** @param order from 0, in the order in which the names got their ids */
  entryAt(order: number): NameEntry {
    return this.entry(idAt(order));
  }

  /** The id of the shared row of a kind. */
  otherId(kind: OperationKind): number {
    return this.#otherIds.get(kind) as number;
  }

  #nextId(): number | undefined {
    const used = this.size;
    return used < EXACT_NAMES + NAMED_BEYOND_EXACT ? idAt(used) : undefined;
  }
}

const METHOD = /^[\w$]+\.[\w$]+$/;

/** @param location `file:line` */
function fileOf(location: string): string {
  return location.replace(/:\d+$/, '');
}

/** The ids of the shared rows lie behind those of the exact ones. */
function idAt(order: number): number {
  return order < EXACT_NAMES ? order : order + OPERATION_KINDS.length;
}
