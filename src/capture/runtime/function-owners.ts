// Owners by the function that runs, which its text tells from others: a closure that is made anew each time has the same.
//
// The text is a slice of the script's: V8 makes it without copying. Found by its length and compared, because hashing one of 1,000
// characters takes ten times as long.

import type { LoopOwnerKind, OwnerTable } from '../../model/owner-table.js';
import { textOfFunction } from '../../primordials.js';

/** Of a longer text only so much is compared. */
const COMPARED_CHARACTERS = 4_096;
/** Functions of one kind of callback with texts of one length; later ones go by their names. */
const OF_ONE_LENGTH = 8;

interface KnownFunction {
  readonly kind: LoopOwnerKind;
  /** The function's. */
  readonly name: string;
  /** The owner's. */
  readonly ownerName: string;
  readonly text: string;
  readonly ownerId: number;
}

export interface FunctionPlaces {
  /** @returns where a function with this name and text stands, `file:line` */
  placeOf(name: string, text: string): string | undefined;
  /** @returns what a wrapper of Tickscope's stands for; `undefined` for any other function */
  originalOf(callback: object): unknown;
}

export class FunctionOwners {
  readonly #owners: OwnerTable;
  readonly places: FunctionPlaces;
  readonly #byLength = new Map<number, KnownFunction[]>();

  constructor(owners: OwnerTable, places: FunctionPlaces) {
    this.#owners = owners;
    this.places = places;
  }

  /**
   * @param ownerName absent: the function's own
   * @returns an id that the owner table settles when its place is asked for
   */
  ownerOf(kind: LoopOwnerKind, callback: unknown, ownerName?: string): number {
    if (typeof callback !== 'function') return this.#owners.intern(kind, ownerName ?? '');
    const name = nameOf(callback);
    const text = textOfFunction(callback);
    const sought = ownerName ?? name;
    const known = this.#byLength.get(text.length);
    if (known !== undefined) {
      for (const each of known) {
        const isSame = each.kind === kind && each.name === name && each.ownerName === sought;
        if (isSame && isText(text, each.text)) return each.ownerId;
      }
    }
    return this.#meet({ kind, name, ownerName: sought }, text, known);
  }

  /** Whether a file that was loaded has the function; looked for at once. */
  hasPlace(ownerId: number): boolean {
    return this.#owners.owner(ownerId).location !== undefined;
  }

  #meet(
    met: Pick<KnownFunction, 'kind' | 'name' | 'ownerName'>,
    text: string,
    known: KnownFunction[] | undefined,
  ): number {
    const { kind, name, ownerName } = met;
    const find = (): number => this.#owners.intern(kind, ownerName, this.places.placeOf(name, text));
    const ownerId = known !== undefined && known.length >= OF_ONE_LENGTH ? undefined : this.#owners.later(find);
    if (ownerId === undefined) return this.#owners.intern(kind, ownerName);
    const entry: KnownFunction = { ...met, text: copyOf(text.slice(0, COMPARED_CHARACTERS)), ownerId };
    if (known === undefined) this.#byLength.set(text.length, [entry]);
    else known.push(entry);
    return ownerId;
  }
}

function isText(text: string, known: string): boolean {
  return text.length > COMPARED_CHARACTERS ? text.startsWith(known) : text === known;
}

/** Not a slice, which would keep the whole script. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}

export function nameOf(callback: unknown): string {
  if (typeof callback !== 'function') return '';
  // A class can have a static `name` of any type.
  const { name } = callback as { readonly name: unknown };
  return typeof name === 'string' ? name : '';
}
