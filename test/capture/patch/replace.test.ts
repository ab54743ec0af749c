// Members and exports that are replaced in place, of whatever kind their properties are.

import { replaceExports } from '../../../src/capture/patch/replace-exports.js';
import { around, replaceMember, replaceWithAliases } from '../../../src/capture/patch/replace-member.js';
import type { AnyFunction } from '../../../src/capture/rules/any-function.js';

const doubled = around((original, self, args) => (Reflect.apply(original, self, args) as number) * 2);

describe('a member', () => {
  it('keeps the attributes of its property, and its name, length and this', () => {
    class Counter {
      readonly step = 5;
      next(add: number): number {
        return this.step + add;
      }
    }
    const { enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(Counter.prototype, 'next') ?? {};
    expect(replaceMember(Counter.prototype, 'next', doubled)).toBe(true);
    const { value, ...attributes } = Object.getOwnPropertyDescriptor(Counter.prototype, 'next') as PropertyDescriptor;
    expect(attributes).toMatchObject({ enumerable, writable, configurable });
    expect([(value as AnyFunction).name, (value as AnyFunction).length]).toEqual(['next', 1]);
    expect(new Counter().next(1)).toBe(12);
  });

  it('stays where it is inherited, absent, no function, or frozen', () => {
    const inherited = Object.create({ next: () => 1 }) as object;
    expect(replaceMember(inherited, 'next', doubled)).toBe(false);
    expect(replaceMember({}, 'next', doubled)).toBe(false);
    expect(replaceMember({ next: 1 }, 'next', doubled)).toBe(false);
    const frozen = Object.freeze({ next: () => 1 });
    expect([replaceMember(frozen, 'next', doubled), frozen.next()]).toEqual([false, 1]);
  });

  it('is the same function under all its names afterwards, and others stay', () => {
    const add = (): number => 1;
    const emitter = { on: add, addListener: add, once: () => 1 };
    const { once } = emitter;
    expect(replaceWithAliases(emitter, 'on', doubled)).toBe(true);
    expect([emitter.on === emitter.addListener, emitter.addListener(), emitter.once === once]).toEqual([true, 2, true]);
    expect(replaceWithAliases(emitter, 'off', doubled)).toBe(false);
  });
});

describe('exports', () => {
  const replacement = (): number => 2;
  const replaced = (exports: object): { readonly same: boolean; readonly value: unknown } => {
    const result = replaceExports(exports, new Map([['sma', replacement]]));
    return { same: result === exports, value: (result as Record<string, unknown>)['sma'] };
  };

  it('are changed in place where their properties can be', () => {
    expect(replaced({ sma: () => 1 })).toEqual({ same: true, value: replacement });
    const getter = Object.defineProperty({}, 'sma', { get: () => 1, configurable: true });
    expect(replaced(getter)).toEqual({ same: true, value: replacement });
  });

  it('are copied where a property is fixed, as compilers make it', () => {
    const getter = Object.defineProperty({ ema: 1 }, 'sma', { get: () => 1, enumerable: true });
    expect(replaced(getter)).toEqual({ same: false, value: replacement });
    expect(replaceExports(getter, new Map([['sma', replacement]]))).toEqual({ ema: 1, sma: replacement });
  });

  it('that are a function with a fixed property cannot be copied', () => {
    const exports = Object.freeze(Object.assign(() => 1, { sma: () => 1 }));
    expect(() => replaced(exports)).toThrow(new TypeError('sma cannot be replaced'));
  });
});
