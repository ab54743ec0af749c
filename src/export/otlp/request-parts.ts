// One request out of several that were serialised one after the other, so that no turn of the event loop serialises more than a slice.

/** How the bytes of a signal's requests are written. */
export type Encoding = 'protobuf' | 'json';

const LIST_START = Buffer.from('{"resourceSpans":[');
const LIST_END = Buffer.from(']}');
const COMMA = Buffer.from(',');

/**
 * In protobuf requests one after the other are one request: a field that repeats is one list. In JSON the lists are joined.
 *
 * @param parts requests for spans, each written as a whole
 */
export function joinParts(parts: readonly Uint8Array[], encoding: Encoding): Uint8Array {
  const [first = new Uint8Array()] = parts;
  if (parts.length < 2) return first;
  if (encoding === 'protobuf') return Buffer.concat(parts);
  const lists = parts.flatMap((part, index) => {
    const list = part.subarray(LIST_START.length, part.length - LIST_END.length);
    return index === 0 ? [list] : [COMMA, list];
  });
  return Buffer.concat([LIST_START, ...lists, LIST_END]);
}
