// Puts stand-ins into what a module exports, whatever kind of properties its compiler made of the exports.

const { defineProperty, getPrototypeOf, set } = Reflect;

/**
 * @param exports of a CommonJS module, or accessors of an ES module's bindings
 * @returns the same object; a copy, which has to stand for it, where one of its properties cannot be replaced
 */
export function replaceExports(exports: object, wrappers: ReadonlyMap<string, unknown>): object {
  const fixed: PropertyDescriptorMap = {};
  for (const [key, value] of wrappers) {
    if (!isReplaced(exports, key, value)) fixed[key] = { value, enumerable: true };
  }
  if (Object.keys(fixed).length === 0) return exports;
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
