// How alike two orders are: 1 where they are the same, -1 where one is the reverse of the other. Kendall's tau-b, which counts ties.

/** @returns undefined where one of the two has no order at all */
export function kendallTau(left: readonly number[], right: readonly number[]): number | undefined {
  let agreement = 0;
  let orderedLeft = 0;
  let orderedRight = 0;
  for (let one = 0; one < left.length; one++) {
    for (let other = 0; other < one; other++) {
      const inLeft = Math.sign((left[one] as number) - (left[other] as number));
      const inRight = Math.sign((right[one] as number) - (right[other] as number));
      agreement += inLeft * inRight;
      orderedLeft += Math.abs(inLeft);
      orderedRight += Math.abs(inRight);
    }
  }
  return orderedLeft === 0 || orderedRight === 0 ? undefined : agreement / Math.sqrt(orderedLeft * orderedRight);
}
