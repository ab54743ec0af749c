// Ids as texts: hexadecimal, as OTLP and Jaeger write them, or base64, as protobuf's own JSON does.

const HEX = /^[0-9a-f]+$/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** @param parts gets them, the last ones first @returns whether there is an id */
export function readIdInto(parts: Uint32Array, text: unknown): boolean {
  parts.fill(0);
  if (typeof text !== 'string' || text === '') return false;
  const digits = hexOf(text, 8 * parts.length);
  let to = digits.length;
  for (let part = parts.length - 1; part >= 0 && to > 0; part--, to -= 8) {
    parts[part] = Number.parseInt(digits.slice(Math.max(0, to - 8), to), 16);
  }
  return parts.some((part) => part !== 0);
}

/** Whatever else somebody takes for an id is told apart too, by a hash. */
function hexOf(text: string, longest: number): string {
  if (text.length <= longest && HEX.test(text)) return text;
  if (BASE64.test(text)) {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length * 2 === longest) return bytes.toString('hex');
  }
  return hashOf(text, 0x811c_9dc5) + hashOf(text, 0x9e37_79b1);
}

function hashOf(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
}
