// The classes that other classes of the program extend, as far as its files were read.

export class ExtendedClasses {
  readonly #names = new Set<string>();

  /** Grows with each new one, so that whoever asks often needs to ask only when it has. */
  get count(): number {
    return this.#names.size;
  }

  add(name: string): void {
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}
