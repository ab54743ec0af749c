// The ticks in which inputs are looked at where that would cost too much in each.

/**
 * One tick in eight, and everything outside ticks: a look costs 40 ns, a fifth of what recording such a call costs. All
 * instances are looked at in the same ticks, so their histories stay comparable. By the golden ratio, because a program
 * that handles eight symbols in turn would show only one of them in every eighth tick.
 */
export function isInSample(tickNumber: number): boolean {
  return Math.imul(tickNumber, 0x9e3779b1) >>> 29 === 0;
}

/**
 * Of inputs that come again, one in eight, each time, and all in one tick of eight: an input that comes again in the next ticks would be in two
 * of those by chance, and of a few inputs none may be one of eight.
 *
 * @param input a hash whose upper bits are as good as chance
 * @param isWellKnown then one in eight inputs in one tick of eight will do
 */
export function isResultLookedAt(tickNumber: number, input: number, isWellKnown: boolean): boolean {
  const isChosen = input >>> 29 === 0;
  return isWellKnown ? isChosen && isInSample(tickNumber) : isChosen || isInSample(tickNumber);
}
