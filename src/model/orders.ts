// Orders: what a program asks a venue to do, and how orders are told apart.

/** `place` a new one, `change` one that is open, `cancel` one or many. */
export const ORDER_ACTIONS = ['place', 'change', 'cancel'] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** What orders of one row have in common. */
export interface OrderName {
  readonly action: OrderAction;
  /** `binance`; the server where that is no venue that is known; absent where nothing tells. */
  readonly venue?: string;
  /** As the program writes it; absent where neither the order nor its tick has one. */
  readonly symbol?: string;
}

const SEPARATOR = '\u0000';

/** One string for a name, usable as a key. */
export function orderKey({ action, venue = '', symbol = '' }: OrderName): string {
  return `${action}${SEPARATOR}${venue}${SEPARATOR}${symbol}`;
}

/** @param key of `orderKey` @returns `undefined` where it is none */
export function orderOfKey(key: string): OrderName | undefined {
  const [action, venue = '', symbol = ''] = key.split(SEPARATOR);
  if (!isAction(action)) return undefined;
  return { action, ...(venue !== '' && { venue }), ...(symbol !== '' && { symbol }) };
}

function isAction(text: string | undefined): text is OrderAction {
  return (ORDER_ACTIONS as readonly (string | undefined)[]).includes(text);
}
