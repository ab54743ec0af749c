// The operations of a method by the classes that inherit it: `add` of five indicators is five operations, and not one of their base.

import { types } from 'node:util';
import type { ExtendedClasses } from '../rules/extended-classes.js';
import type { Operation } from './operation.js';

const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** A class of that name goes by its file. */
const GOES_BY_FILE = 'Indicator';
/** Prototypes of one object that are looked at. */
const DEEPEST = 16;
/** Classes beyond these are counted with the base. */
const CLASSES = 64;

export class ReceivingClasses {
  readonly #own: Operation;
  readonly #className: string;
  readonly #method: string;
  readonly #operationOf: (className: string) => Operation;
  readonly #byPrototype = new Map<object, Operation>();
  readonly #extended: ExtendedClasses;
  /** How many classes were extended when that was last asked. */
  #knownExtended = -1;
  #isExtended = false;
  #lastPrototype: object | undefined;
  #lastOperation: Operation;

  /** @param own of the class that has the method @param name `Class.method` of that */
  constructor(own: Operation, name: string, extended: ExtendedClasses, operationOf: (name: string) => Operation) {
    const dot = name.lastIndexOf('.');
    this.#own = this.#lastOperation = own;
    this.#className = name.slice(0, Math.max(0, dot));
    this.#method = name.slice(dot + 1);
    this.#extended = extended;
    this.#operationOf = operationOf;
  }

  /** @param self what the method was called on. A proxy's traps are the program's */
  of(self: unknown): Operation {
    // Of most classes nothing is asked: to find out whether `self` is a proxy takes 25 ns.
    if (this.#knownExtended !== this.#extended.count) this.#askAgain();
    if (!this.#isExtended || typeof self !== 'object' || self === null || types.isProxy(self)) return this.#own;
    const prototype = getPrototypeOf(self);
    if (prototype === null) return this.#own;
    if (prototype === this.#lastPrototype) return this.#lastOperation;
    let operation = this.#byPrototype.get(prototype);
    if (operation === undefined) {
      const className = this.#byPrototype.size < CLASSES ? this.#heirOf(prototype) : undefined;
      operation = className === undefined ? this.#own : this.#operationOf(`${className}.${this.#method}`);
      if (this.#byPrototype.size < CLASSES) this.#byPrototype.set(prototype, operation);
    }
    this.#lastPrototype = prototype;
    this.#lastOperation = operation;
    return operation;
  }

  #askAgain(): void {
    this.#knownExtended = this.#extended.count;
    this.#isExtended = this.#extended.has(this.#className) || this.#extended.has(GOES_BY_FILE);
  }

  /** @returns the class that inherits the method; `undefined` where that is its own, or another one's */
  #heirOf(first: object): string | undefined {
    const heir = classNameOf(first);
    if (this.#className === '' || heir === undefined || this.#isDeclaring(heir)) return undefined;
    let prototype: object | null = first;
    for (let depth = 0; depth < DEEPEST && prototype !== null && !types.isProxy(prototype); depth++) {
      if (getOwnPropertyDescriptor(prototype, this.#method) !== undefined) {
        return depth > 0 && this.#isDeclaring(classNameOf(prototype)) ? heir : undefined;
      }
      prototype = getPrototypeOf(prototype);
    }
    return undefined;
  }

  #isDeclaring(className: string | undefined): boolean {
    return className === this.#className || className === GOES_BY_FILE;
  }
}

function classNameOf(prototype: object): string | undefined {
  const constructor: unknown = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof constructor !== 'function' || types.isProxy(constructor)) return undefined;
  const name: unknown = getOwnPropertyDescriptor(constructor, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
