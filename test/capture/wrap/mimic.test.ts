// What a program sees when it looks at a wrapper.

import { mimic, newTargetOf, originalOf, printAs } from '../../../src/capture/wrap/mimic.js';

describe('mimic', () => {
  it('gives the wrapper name, length, prototype and properties of the original, with their descriptors', () => {
    const base = function (): void {};
    const original = function onTrade(this: unknown, _trade: unknown, _symbol: unknown): void {};
    const tag = Symbol('tag');
    Object.defineProperty(original, 'hidden', { value: 1, enumerable: false, writable: false, configurable: true });
    Object.assign(original, { [tag]: 2, shown: 3 });
    Object.setPrototypeOf(original, base);
    const wrapper = mimic(function (..._args: unknown[]) {}, original);
    expect([wrapper.name, wrapper.length]).toEqual(['onTrade', 2]);
    expect(wrapper.prototype).toBe(original.prototype);
    expect(Object.getPrototypeOf(wrapper)).toBe(base);
    expect(Object.getOwnPropertyDescriptors(wrapper)).toEqual(Object.getOwnPropertyDescriptors(original));
  });

  it('remembers what each wrapper stands for, and nothing else', () => {
    const original = (): void => {};
    const wrapper = mimic((): void => {}, original);
    expect(originalOf(wrapper)).toBe(original);
    expect(originalOf(original)).toBeUndefined();
    const proxy = new Proxy(original, {});
    printAs(proxy, original);
    expect(originalOf(proxy)).toBe(original);
  });

  it('constructs by the original, unless a class extends the wrapper or the program gave it another prototype', () => {
    const original = function (): void {};
    const wrapper = mimic(function () {}, original);
    expect(newTargetOf(wrapper, wrapper, original)).toBe(original);
    const extended = function (): void {};
    expect(newTargetOf(extended, wrapper, original)).toBe(extended);
    wrapper.prototype = {};
    expect(newTargetOf(wrapper, wrapper, original)).toBe(wrapper);
  });
});
