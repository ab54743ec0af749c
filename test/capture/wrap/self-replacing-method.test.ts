// Methods that replace themselves on their instance, as the averages of technicalindicators do.

import type { AnyFunction } from '../../../src/capture/rules/any-function.js';
import { mimic, originalOf } from '../../../src/capture/wrap/mimic.js';
import { defineSelfReplacing, replacesItself } from '../../../src/capture/wrap/self-replacing-method.js';

/** Counts every call of the wrapped method, under whatever function it has. */
function counted(): { wrap(method: AnyFunction): AnyFunction; readonly names: string[] } {
  const names: string[] = [];
  const wrap = (method: AnyFunction): AnyFunction => {
    if (originalOf(method) !== undefined) return method;
    const wrapper: AnyFunction = function (...args) {
      names.push(method.name);
      return Reflect.apply(method, this, args);
    };
    return mimic(wrapper, method);
  };
  return { wrap, names };
}

interface Average {
  next: (value: number) => number;
}

describe('defineSelfReplacing', () => {
  it('sees every call, before and after the replacement', () => {
    const { wrap, names } = counted();
    // The first two values only fill it; then the method is another.
    class Mean implements Average {
      readonly #values: number[] = [];

      next(value: number): number {
        this.#values.push(value);
        if (this.#values.length === 2) (this as Average).next = (stable) => this.stable(stable);
        return NaN;
      }

      stable(value: number): number {
        this.#values.push(value);
        return this.#values.reduce((sum, one) => sum + one, 0) / this.#values.length;
      }
    }
    defineSelfReplacing(Mean.prototype, 'next', wrap);
    const average = new Mean();
    expect([average.next(1), average.next(2), average.next(3), average.next(4)]).toEqual([NaN, NaN, 2, 2.5]);
    expect(names).toHaveLength(4);
    // The plain property that the program would have made.
    expect(Object.getOwnPropertyDescriptor(average, 'next')).toMatchObject({
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  it('follows a replacement that replaces itself in turn', () => {
    const { wrap, names } = counted();
    class Steps implements Average {
      next(_value: number): number {
        (this as Average).next = function second(this: Average): number {
          this.next = function third(): number {
            return 3;
          };
          return 2;
        };
        return 1;
      }
    }
    defineSelfReplacing(Steps.prototype, 'next', wrap);
    const steps = new Steps();
    expect([steps.next(0), steps.next(0), steps.next(0), steps.next(0)]).toEqual([1, 2, 3, 3]);
    expect(names).toEqual(['next', 'second', 'third', 'third']);
  });

  it('leaves what is assigned and is no function, and throws on a frozen instance as the assignment would have', () => {
    const { wrap } = counted();
    class Plain {
      next(): number {
        return 1;
      }
    }
    defineSelfReplacing(Plain.prototype, 'next', wrap);
    const plain: { next: unknown } = new Plain();
    plain.next = 5;
    expect(plain.next).toBe(5);
    const frozen: { next: unknown } = Object.freeze(new Plain());
    expect(() => {
      frozen.next = 5;
    }).toThrow(TypeError);
    expect(Object.keys(Plain.prototype)).toEqual([]);
  });
});

describe('replacesItself', () => {
  it.each([
    ['assigned', 'class A { next() { this.next = this.stable; } }', true],
    ['assigned without spaces', 'class A { next() { this.next=1 } }', true],
    ['compared', 'class A { next() { return this.next === other; } }', false],
    ['of another object', 'class A { next() { other.next = 1; } }', false],
    ['called', 'class A { next() { this.next(); } }', false],
    ['of a longer name', 'class A { next() { this.nextValue = 1; } }', false],
  ])('%s', (_case, source, expected) => {
    // oxlint-disable-next-line no-implied-eval -- jest compiles classes of this file, and their text is what is read
    const constructor = new Function(`return ${source}`)() as AnyFunction;
    expect(replacesItself(constructor, 'next')).toBe(expected);
  });
});
