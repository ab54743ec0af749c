// Which names of functions are those of orders, and what they do.

import { actionOf, isOrderFunction } from '../../../src/capture/rules/order-names.js';

it.each([
  ['createOrder', 'place'],
  ['createOrders', 'place'],
  ['createLimitBuyOrder', 'place'],
  ['createMarketBuyOrderWithCost', 'place'],
  ['createOrderWithTakeProfitAndStopLossWs', 'place'],
  ['createOrderWs', 'place'],
  ['createOCOOrder', 'place'],
  ['placeOrder', 'place'],
  ['_placeLimitOrder', 'place'],
  ['submitOrder', 'place'],
  ['submitNewOrder', 'place'],
  ['sendOrderAsync', 'place'],
  ['editOrder', 'change'],
  ['amendOrder', 'change'],
  ['replaceOrder', 'change'],
  ['cancelOrder', 'cancel'],
  ['cancelAllOrders', 'cancel'],
  ['cancelOrdersForSymbols', 'cancel'],
])('%s: %s', (name, action) => {
  expect([isOrderFunction(name), actionOf(name)]).toEqual([true, action]);
});

it.each([
  'createOrderBook',
  'createOrderRequest',
  'sendOrderUpdate',
  'cancelAllOrdersAfter',
  'fetchOrder',
  'getOrders',
  'onOrder',
  'createRecorder',
  'placeBorder',
  'createSortOrder',
  'createPurchaseOrder',
  'order',
])('%s is none', (name) => {
  expect(isOrderFunction(name)).toBe(false);
});

it('takes a configured function by its own name', () => {
  expect([actionOf('Desk.execute'), actionOf('OrderCanceller.send'), actionOf('Desk.withdrawQuote')]).toEqual([
    'place',
    'place',
    'cancel',
  ]);
});
