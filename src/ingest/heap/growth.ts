// What grew from one snapshot to the next, or is largest in one.

import { type CollectionKind, type Collections, KEYS_COUNTED } from './collections.js';

export interface CollectionGrowth {
  readonly path: string;
  readonly kind: CollectionKind;
  /** How many there are at that path. */
  readonly count: number;
  readonly entries: readonly [before: number, after: number];
  readonly bytes: readonly [before: number, after: number];
  /** By symbol, where keys are symbols; that which grew most first. */
  readonly symbols: readonly (readonly [symbol: string, before: number, after: number])[];
  readonly otherKeys: number;
}

const ROWS = 12;
/** Less is the work of a moment. */
const LEAST_ENTRIES = 64;
const LEAST_SHARE = 0.1;
const LEAST_TEXT_BYTES = 65_536;
/** Keys that look like a symbol, and like nothing that has to stay inside. */
const SYMBOL =
  /^(?:[A-Z0-9]{2,10}(?:[-/_:.][A-Z0-9]{2,10}){1,2}|(?=.*[A-Z])[A-Z0-9]{2,8}|[A-Z0-9]{2,8}(?:USDT|USDC|USD|EUR|BTC|ETH|PERP)|[a-z0-9]{2,8}(?:usdt|usdc|usd|eur|btc|eth))$/;

/** @param before absent: what is largest */
export function growthBetween(
  before: readonly Collections[] | undefined,
  after: readonly Collections[],
): CollectionGrowth[] {
  const earlier = new Map(before?.map((each) => [keyOf(each), each]));
  const rows = after
    .map((each) => growthOf(earlier.get(keyOf(each)), each))
    .filter(({ kind, entries: [from, to], bytes: [fromBytes, toBytes] }) => {
      const isMore = to - from >= Math.max(LEAST_ENTRIES, LEAST_SHARE * from);
      return kind === 'text' ? toBytes - fromBytes >= LEAST_TEXT_BYTES : isMore;
    });
  const grown = ({ bytes: [from, to] }: CollectionGrowth): number => to - from;
  const collections = rows.filter(({ kind }) => kind !== 'objects');
  // What stands in a collection that grows is told by that one.
  const others = rows.filter(
    ({ kind, path }) =>
      kind === 'objects' && !collections.some((each) => path.startsWith(each.path)) && !/\]$/.test(path),
  );
  return [...collections, ...others].toSorted((left, right) => grown(right) - grown(left)).slice(0, ROWS);
}

function keyOf({ kind, path }: Collections): string {
  return `${kind} ${path}`;
}

function growthOf(before: Collections | undefined, after: Collections): CollectionGrowth {
  // Of more keys than there are markets, each is a trade or an order.
  const symbols = (after.byKey.size < KEYS_COUNTED ? [...after.byKey] : [])
    .filter(([key]) => SYMBOL.test(key))
    .map(([key, entries]) => [key, before?.byKey.get(key) ?? 0, entries] as const)
    .filter(([, from, to]) => to > from)
    .toSorted((left, right) => right[2] - right[1] - (left[2] - left[1]));
  return {
    path: after.path,
    kind: after.kind,
    count: after.count,
    entries: [before?.entries ?? 0, after.entries],
    bytes: [before?.bytes ?? 0, after.bytes],
    symbols,
    otherKeys: after.byKey.size - symbols.length,
  };
}
