// What functions that handle orders are called.

import type { OrderAction } from '../../model/orders.js';
import { wordsOf } from './words.js';

/**
 * `createOrder`, `createLimitBuyOrder`, `submitNewOrder`, `cancelAllOrders`, `createOrderWithRetry`, `createOrderWs`. What stands behind
 * the order else is what it is about: `createOrderBook`, `sendOrderUpdate`.
 */
const ORDER_FUNCTION =
  /^_?(?:create|place|submit|send|edit|amend|modify|replace|cancel)(?:[A-Z][a-z\d]*|[A-Z\d]+(?![a-z]))*Orders?(?:With[A-Z]\w*|ForSymbols)?(?:Ws|WS|Async)?$/;
/** Orders of other kinds. */
const OTHER_ORDERS: ReadonlySet<string> = new Set(['sort', 'tab', 'column', 'display', 'byte', 'purchase', 'work']);

const CANCELS: ReadonlySet<string> = new Set(['cancel', 'withdraw']);
const CHANGES: ReadonlySet<string> = new Set(['edit', 'amend', 'modify', 'replace', 'update', 'change']);

export function isOrderFunction(name: string): boolean {
  return ORDER_FUNCTION.test(name) && !wordsOf(name).some((word) => OTHER_ORDERS.has(word));
}

/** What a function does with orders, by its name: it places them where that says nothing else. */
export function actionOf(name: string): OrderAction {
  const words = wordsOf(name.split('.').at(-1) ?? '');
  if (words.some((word) => CHANGES.has(word))) return 'change';
  return words.some((word) => CANCELS.has(word)) ? 'cancel' : 'place';
}
