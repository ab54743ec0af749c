// Twenty comparisons at 5 % find something in two cases of three where nothing changed. Holm's step-down method keeps the
// chance of any false alarm in the whole family at what a single comparison has, whatever hangs together with what.
//
// Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).

/** @returns p-values that each may be held against the level of the whole family, in the order given */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  const ascending = pValues.map((_, place) => place).toSorted((one, other) => at(pValues, one) - at(pValues, other));
  for (const [rank, place] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, at(pValues, place) * (pValues.length - rank)));
    adjusted[place] = largest;
  }
  return adjusted;
}

function at(values: readonly number[], place: number): number {
  return values[place] as number;
}
