// Random numbers that a seed repeats.

/** Mulberry32. @returns {{ below: (bound: number) => number, between: (least: number, most: number) => number, oneOf: (list: any[]) => any, chance: (share: number) => boolean }} */
exports.randomOf = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound) => Math.floor(next() * bound);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    oneOf: (list) => list[below(list.length)],
    chance: (share) => next() < share,
  };
};
