// The name that somebody probably meant.

import { closest, distance } from 'fastest-levenshtein';

/** @returns the nearest of `known`; `undefined` where none is near */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, Math.floor(name.length * 0.4)) ? nearest : undefined;
}

/** @returns the `most` nearest of `known`, near or not, the nearest first */
export function nearestNames(name: string, known: readonly string[], most: number = 3): string[] {
  const distanceTo = new Map(known.map((each) => [each, distance(name.toLowerCase(), each.toLowerCase())]));
  return known.toSorted((one, other) => (distanceTo.get(one) ?? 0) - (distanceTo.get(other) ?? 0)).slice(0, most);
}
