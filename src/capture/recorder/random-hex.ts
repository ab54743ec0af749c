// Ids for traces and spans.

const HEX = '0123456789abcdef';
// Captured at preload: programs that replay markets replace Math.random by a seeded one, and would lose numbers to us.
const random = Math.random;

/** W3C forbids only all zeros, so the first digit is never 0. */
export function randomHex(digits: number): string {
  let id = HEX[1 + Math.floor(random() * 15)] as string;
  while (id.length < digits) id += HEX[Math.floor(random() * 16)] as string;
  return id;
}
