// Numbers by chance that a seed repeats: what is drawn is the same on every machine and in every run.

const { imul } = Math;

/** Mulberry32: 2^32 numbers before it repeats itself. @returns a function to numbers from 0 to below 1 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
