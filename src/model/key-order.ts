// One order of texts for everything that is merged: by code unit, the same on every machine.

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function inKeyOrder<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].toSorted(([left], [right]) => compareText(left, right)).map(([, value]) => value);
}
