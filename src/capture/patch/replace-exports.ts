// Replaces exports of a module, whatever kind of properties its compiler made of them.

const { defineProperty, getPrototypeOf, set } = Reflect;

/**
 * @param exports of a CommonJS module, or accessors of an ES module's bindings
 * @returns the same object; a copy, to be exported instead, where one of its properties cannot be replaced. TypeScript and
 * esbuild export getters that cannot be changed, on an object that can be exchanged
 * @throws TypeError where the exports are a function, of which there is no copy
 */
export function replaceExports(exports: object, replacements: ReadonlyMap<string, unknown>): object {
  const fixed: PropertyDescriptorMap = {};
  for (const [key, value] of replacements) {
    if (!isReplaced(exports, key, value)) fixed[key] = { value, enumerable: true };
  }
  const [key] = Object.keys(fixed);
  if (key === undefined) return exports;
  if (typeof exports === 'function') throw new TypeError(`${key} cannot be replaced`);
  return Object.create(getPrototypeOf(exports), { ...Object.getOwnPropertyDescriptors(exports), ...fixed }) as object;
}

/** A binding that is constant throws when it is set. */
function isReplaced(exports: object, key: string, value: unknown): boolean {
  try {
    return set(exports, key, value) || defineProperty(exports, key, { value });
  } catch {
    return false;
  }
}
