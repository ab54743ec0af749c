// What the arguments of a call for an order look like: a side, and how much.

import { wordsOf } from '../rules/words.js';
import { isNumeric, isObject, read } from '../instrumentations/tick/event/members.js';
import type { Look } from './evidence.js';

const SIDE = /^(?:buy|sell|long|short)$/i;
const AMOUNTS: ReadonlySet<string> = new Set([
  'amount',
  'contracts',
  'lots',
  'notional',
  'qty',
  'quantity',
  'shares',
  'size',
  'units',
  'volume',
]);
const LOOKED_AT = 4;
const KEYS = 32;

/** `execute('buy', 3)`, `send({ side: 'sell', qty: 1 })` */
export function orderLook(args: readonly unknown[]): Look | undefined {
  const first = args.slice(0, LOOKED_AT);
  for (const value of first) {
    const why = isObject(value) ? orderIn(value) : undefined;
    if (why !== undefined) return { why, certain: false };
  }
  const hasBoth = first.some(isSide) && first.some((value) => typeof value === 'number');
  return hasBoth ? { why: 'a side and a number', certain: false } : undefined;
}

function orderIn(order: object): string | undefined {
  const keys = keysOf(order);
  const side = keys.find((key) => isSide(read(order, key)));
  if (side === undefined) return undefined;
  const amount = keys.find((key) => wordsOf(key).some((word) => AMOUNTS.has(word)) && isNumeric(read(order, key)));
  return amount === undefined ? undefined : `an object with \`${side}\` for a side and \`${amount}\` for an amount`;
}

function isSide(value: unknown): boolean {
  return typeof value === 'string' && SIDE.test(value);
}

function keysOf(order: object): string[] {
  try {
    return Object.keys(order).slice(0, KEYS);
  } catch {
    return [];
  }
}
