// Random numbers by key and not by turn: the same step of the same tick takes the same time whatever happened before, so that a program
// and its repaired form differ in the repair alone.

/** In (0, 1), from any whole numbers. */
export function uniform(...key: readonly number[]): number {
  let hash = 0x9e37_79b9;
  for (const part of key) {
    hash = Math.imul(hash ^ part, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  // Once more, for the last part to reach all bits.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a_2d39);
  hash ^= hash >>> 15;
  return ((hash >>> 0) + 0.5) / 2 ** 32;
}

/** Standard normal, by Box and Muller. */
export function normal(...key: readonly number[]): number {
  return Math.sqrt(-2 * Math.log(uniform(...key, 1))) * Math.cos(2 * Math.PI * uniform(...key, 2));
}
