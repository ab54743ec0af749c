// Whether arguments look like a market event: a price, and a time or a symbol.

const PRICE_KEYS = [
  'price',
  'last',
  'close',
  'c',
  'p',
  'bid',
  'ask',
  'bestBid',
  'bestAsk',
  'lastPrice',
  'mid',
  'ltp',
  'b',
];
const IDENTITY_KEYS = [
  'timestamp',
  'time',
  'ts',
  't',
  'T',
  'E',
  'start',
  'openTime',
  'date',
  'symbol',
  's',
  'pair',
  'instrument',
  'market',
  'product_id',
];
const SYMBOL_KEYS = ['symbol', 's', 'pair', 'instrument', 'market', 'product_id'];
/** Longer texts are no symbols, and would be kept as group names. */
const LONGEST_SYMBOL = 32;

/** A tick's arguments: an object or the first of an array of objects with both kinds of keys, or `(symbol, price)`. */
export function isTickShaped(args: readonly unknown[]): boolean {
  const event = eventOf(args);
  if (event !== undefined) return hasPrice(event) && IDENTITY_KEYS.some((key) => isPresent(event, key));
  return typeof args[0] === 'string' && args[0].length <= LONGEST_SYMBOL && isNumeric(args[1]);
}

/** The symbol that a tick-shaped call is about, where its arguments say so. */
export function symbolOf(args: readonly unknown[]): string | undefined {
  const event = eventOf(args);
  if (event === undefined) return isSymbol(args[0]) ? args[0] : undefined;
  for (const key of SYMBOL_KEYS) {
    const value = read(event, key);
    if (isSymbol(value)) return value;
  }
  return undefined;
}

function isSymbol(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_SYMBOL;
}

/** The event of a call: its first argument, or the first of the list that it is. */
export function eventOf(args: readonly unknown[]): object | undefined {
  const first = Array.isArray(args[0]) ? (args[0][0] as unknown) : args[0];
  return typeof first === 'object' && first !== null ? first : undefined;
}

function hasPrice(event: object): boolean {
  return PRICE_KEYS.some((key) => isNumeric(read(event, key)));
}

function isPresent(event: object, key: string): boolean {
  const value = read(event, key);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || value instanceof Date;
}

/** Exchanges send prices as numbers and as decimal strings. */
function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value));
}

/** A getter or a proxy of the program may throw; then the key is not there. */
export function read(event: object, key: string): unknown {
  try {
    return (event as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
