// How values become numbers that say nothing of them: each process begins elsewhere, so equal numbers are equal values of one process only.

// Two views of the same bytes: how a number becomes two integers.
const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

export function mixNumber(hash: number, value: number): number {
  number[0] = value;
  return mix(mix(hash, halves[0] as number), halves[1] as number);
}

/** Every bit of the result depends on every bit of the hash: MurmurHash3's last step. Where the upper bits alone choose who is followed. */
export function scattered(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
