// A value that belongs to an object, in a private field of it, which no program can see.
//
// In a WeakMap every fresh object would be one more entry for the collector to look at: a program with 180,000 candles and five callbacks
// each spent a sixth of its time there.

/** A constructor may return another object, and the fields of a class that extends it are added to that. */
const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

export interface HiddenField<Value> {
  /** @returns `undefined` of whatever is no object, too: a program may give anything as a listener */
  get(owner: unknown): Value | undefined;
  /** Once for each owner. */
  set(owner: object, value: Value): void;
}

export function hiddenField<Value>(): HiddenField<Value> {
  class Field extends Given {
    readonly #value: Value;

    constructor(owner: object, value: Value) {
      super(owner);
      this.#value = value;
    }

    static of(owner: object): Value | undefined {
      return #value in owner ? owner.#value : undefined;
    }
  }
  /** Of frozen objects, to which V8 has a flag that adds no private field; most programs have none here. */
  let others: WeakMap<object, Value> | undefined;
  return {
    get: (owner) => (isObject(owner) ? (Field.of(owner) ?? others?.get(owner)) : undefined),
    set(owner, value) {
      try {
        void new Field(owner, value);
      } catch {
        (others ??= new WeakMap()).set(owner, value);
      }
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
