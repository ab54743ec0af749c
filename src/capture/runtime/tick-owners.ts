// The owner that a tick is, by the id of its operation: looked up for every tick.

import type { OwnerTable } from '../../model/owner-table.js';

export class TickOwners {
  readonly #owners: OwnerTable;
  readonly #nameOf: (operationId: number) => string;
  readonly #ids: number[] = [];

  constructor(owners: OwnerTable, nameOf: (operationId: number) => string) {
    this.#owners = owners;
    this.#nameOf = nameOf;
  }

  ownerOf(operationId: number): number {
    return (this.#ids[operationId] ??= this.#owners.intern('tick', this.#nameOf(operationId)));
  }
}
