// Counts the look-ups of a function that is a cache's: what it returns says whether it had it.

import { types } from 'node:util';
import type { CacheCounter } from '../../model/cache-counters.js';
import type { AnyFunction } from '../rules/any-function.js';
import { mimic, newTargetOf } from './mimic.js';
import type { Operation } from './operation.js';

const { apply, construct } = Reflect;

export class LookUps {
  readonly #operation: Operation;
  readonly #counter: CacheCounter;

  constructor(operation: Operation, counter: CacheCounter) {
    this.#operation = operation;
    this.#counter = counter;
  }

  /** @param result what was returned; a promise does not say what it comes to */
  found(result: unknown): void {
    this.#operation.calls++;
    if (result === undefined) this.#counter.misses++;
    else if (typeof result === 'object' && types.isPromise(result)) this.#counter.unknown++;
    else this.#counter.hits++;
  }

  /** It has thrown. */
  failed(): void {
    this.#operation.calls++;
    this.#counter.unknown++;
  }
}

/** @returns a wrapper that mimics `original` */
export function wrapLookUps(lookUps: LookUps, original: AnyFunction): AnyFunction {
  const call = (make: () => unknown): unknown => {
    let hasReturned = false;
    try {
      const result = make();
      hasReturned = true;
      lookUps.found(result);
      return result;
    } finally {
      if (!hasReturned) lookUps.failed();
    }
  };
  if ('prototype' in original) {
    // Functions with a prototype can be called with `new`, and then look nothing up.
    const constructible: AnyFunction = function (...args): unknown {
      if (new.target) return construct(original, args, newTargetOf(new.target, constructible, original));
      return call(() => apply(original, this, args));
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      return call(() => apply(original, this, args));
    },
  };
  return mimic(wrapper, original);
}
