// Reads members of the program's objects. Getters and proxies of the program may throw; then the member counts as absent.

export function read(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `Array.isArray` throws for a revoked proxy. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** @returns an object itself; of a list of objects, the first; a list of primitives itself, because a candle can be one */
export function firstObjectOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  try {
    if (!Array.isArray(value)) return value;
    const first: unknown = value[0];
    if (isObject(first)) return first;
    return first === undefined || first === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Exchanges send prices as numbers and as decimal strings. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value));
}
