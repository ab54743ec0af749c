// Orders: calls that ask a venue to place, change or cancel one. Requests that are orders by their path are in `../external`.

import type { Instrumentation } from '../../rules/instrumentation.js';
import { ccxt } from './ccxt.js';
import { programOrders } from './program-orders.js';

export const orderCalls = (): Instrumentation => ({ id: 'orders', rules: [programOrders], packages: [ccxt] });
