// Requests that place, change or cancel an order, by their method and the words of their path. What they say is not looked at.
//
// `POST /api/v3/order` of Binance, `/v5/order/create` of Bybit, `/api/v5/trade/order` of OKX, `/0/private/AddOrder` of Kraken, `/v2/orders`
// of Alpaca. Some venues are asked for orders by POST too, and say so in other words: `OpenOrders`, `order/status`, `auth/r/orders`.

import type { OrderAction } from '../../../model/orders.js';
import { wordsOf } from '../../rules/words.js';

const ACTIONS: Readonly<Record<string, OrderAction>> = {
  POST: 'place',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'cancel',
};

/** `order`, `orders`, and `sendchildorder` as bitFlyer writes it. */
const ORDER = /^(?:add|amend|batch|cancel|child|create|edit|limit|market|modify|new|parent|place|send|submit)*orders?$/;
const PLACES: ReadonlySet<string> = new Set(['add', 'create', 'new', 'place', 'send', 'submit']);
const CHANGES: ReadonlySet<string> = new Set(['amend', 'edit', 'modify', 'replace', 'update']);
const CANCELS = /cancel/;
/** What is asked for, tried out, or told of: nothing is placed. `after`: orders are cancelled one day, should the program be silent. */
const NO_ORDER: ReadonlySet<string> = new Set(
  (
    'active after algos all book check closed completed count countdown current detail details events executions export fee ' +
    'fees fills get hist historical history info list lookup open past pending preview query quote r rate recent report ' +
    'search status test trades types validate'
  ).split(' '),
);
/** Orders that are placed together. */
const LINKED: ReadonlySet<string> = new Set(['oco', 'opo', 'opoco', 'oto', 'otoco']);
/** Which of many orders are cancelled. */
const OF_MANY: ReadonlySet<string> = new Set(['active', 'all', 'open', 'pending', 'list']);

/** Venues where the path says what an order does and not that it is one. */
const SIDES: ReadonlySet<string> = new Set(['bitstamp', 'deribit']);
/** Venues whose list of open orders is asked for by POST. */
const LISTS_BY_POST: ReadonlySet<string> = new Set([
  'gemini /v1/orders',
  'bitfinex /v1/orders',
  'whitebit /api/v4/orders',
]);

/** @param template the path without its values @returns `undefined` for what is no order */
export function orderOf(method: string, template: string, venue: string | undefined): OrderAction | undefined {
  const byMethod = ACTIONS[method];
  if (byMethod === undefined || LISTS_BY_POST.has(`${venue ?? ''} ${template}`)) return undefined;
  const words = wordsOf(template);
  const isSide = venue !== undefined && SIDES.has(venue) && words.some((word) => word === 'buy' || word === 'sell');
  if (!isSide && !words.some((word) => ORDER.test(word))) return undefined;
  const action = actionIn(words) ?? byMethod;
  // Binance has the lists of orders that it places together under `orderList`.
  const isPlacedList = action === 'place' && words.some((word) => LINKED.has(word));
  const passesOver = action === 'cancel' || isPlacedList ? OF_MANY : NONE;
  return words.some((word) => NO_ORDER.has(word) && !passesOver.has(word)) ? undefined : action;
}

const NONE: ReadonlySet<string> = new Set();

/** `cancelReplace` places a new order for the old one. */
function actionIn(words: readonly string[]): OrderAction | undefined {
  if (words.some((word) => CHANGES.has(word))) return 'change';
  if (words.some((word) => CANCELS.test(word))) return 'cancel';
  return words.some((word) => PLACES.has(word)) ? 'place' : undefined;
}
