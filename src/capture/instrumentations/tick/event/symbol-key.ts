// Which key of an object holds a symbol.

import { SYMBOL_KEYS } from './event-keys.js';
import { peek, read } from './members.js';

/** Longer texts are not symbols, and would be stored as group names. */
const LONGEST_SYMBOL = 32;

export function symbolKeyOf(object: object): string | undefined {
  for (let at = 0; at < SYMBOL_KEYS.length; at++) {
    const key = SYMBOL_KEYS[at] as string;
    if (symbolOf(key, peek(object, key)) !== undefined) return key;
  }
  return undefined;
}

export function isSymbol(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_SYMBOL;
}

export function symbolAt(object: object, key: string): string | undefined {
  return symbolOf(key, read(object, key));
}

function symbolOf(key: string, value: unknown): string | undefined {
  if (isSymbol(value)) return value;
  // Brokers of shares number their instruments.
  return key === 'instrument_token' && typeof value === 'number' ? String(value) : undefined;
}
