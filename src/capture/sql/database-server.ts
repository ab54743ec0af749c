// Which server and database the statements of a driver are for, where all of them so far were for one.
//
// What a statement is called is the same for every call; so is this, or it is not told: two servers cannot be told apart by it.

import { ATTR_DB_NAMESPACE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '../../model/semconv/semantic-conventions.js';
import type { SharedAttributes } from '../../model/name-table.js';
import type { AttributeValues } from '../../model/trace-details.js';

const KEYS = [ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT, ATTR_DB_NAMESPACE] as const;

export class DatabaseServer implements SharedAttributes {
  #last: unknown;
  readonly #values = new Map<string, string | number>();
  readonly #varied = new Set<string>();

  /** @param client whose place does not change: of one that was seen last nothing is read @param placeOf reads address, port and database */
  saw(client: unknown, placeOf: (client: unknown) => readonly unknown[]): void {
    if (client === this.#last) return;
    this.#last = client;
    for (const [index, value] of placeOf(client).entries()) this.#note(KEYS[index] as string, value);
  }

  get attributes(): AttributeValues {
    return Object.fromEntries(this.#values);
  }

  #note(key: string, value: unknown): void {
    if (this.#varied.has(key)) return;
    const isKnown = (typeof value === 'string' && value !== '') || typeof value === 'number';
    const before = this.#values.get(key);
    if (isKnown && (before === undefined || before === value)) this.#values.set(key, value);
    else if (before !== undefined) {
      this.#values.delete(key);
      this.#varied.add(key);
    }
  }
}
