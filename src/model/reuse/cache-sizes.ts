// Sizes of caches with two digits, which is how people write them: 1 to 99, 100, 110, ... 990, 1,000, 1,100. At such a size a curve is exact.

const FIRST = 10;
const PER_DECADE = 90;

/** @returns the place of the smallest size of the list that is at least so large; 1 and more */
export function placeOfSize(size: number): number {
  let unit = 1;
  let decades = 0;
  while (size > FIRST * FIRST * unit) {
    unit *= FIRST;
    decades++;
  }
  return PER_DECADE * decades + Math.ceil(size / unit);
}

export function sizeAtPlace(place: number): number {
  const decades = Math.max(0, Math.floor((place - FIRST) / PER_DECADE));
  return (place - PER_DECADE * decades) * FIRST ** decades;
}
