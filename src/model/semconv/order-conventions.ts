// Names and meanings of the metrics of orders. Part of `semantic-conventions.ts`.

import { ORDER_ACTIONS } from '../orders.js';
import type { AttributeDescription, MetricDescription } from './metric-description.js';
import { ATTR_SYMBOL, ATTR_VENUE } from './semantic-conventions.js';

export const ATTR_ORDER_ACTION = 'tickscope.order.action';
export const ATTR_ORDER_LEG = 'tickscope.order.leg';

export const METRIC_ORDER_STARTED = 'tickscope.order.started';
export const METRIC_ORDER_ENDED = 'tickscope.order.ended';
export const METRIC_ORDER_FAILED = 'tickscope.order.failed';
export const METRIC_ORDER_DURATION = 'tickscope.order.duration';

export const ORDER_LEGS = ['decided', 'sent', 'acknowledged'] as const;

const OF_ORDER = [ATTR_VENUE, ATTR_SYMBOL, ATTR_ORDER_ACTION];

export const ORDER_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_ORDER_STARTED]: {
    instrument: 'counter',
    unit: '{order}',
    description: 'Orders that began, when it is known where they go. Less those that ended, they are open.',
    attributes: OF_ORDER,
  },
  [METRIC_ORDER_ENDED]: {
    instrument: 'counter',
    unit: '{order}',
    description: 'Orders that ended, failed ones among them.',
    attributes: OF_ORDER,
  },
  [METRIC_ORDER_FAILED]: {
    instrument: 'counter',
    unit: '{order}',
    description: 'Orders that failed: by an error, or by a status of 400 or more.',
    attributes: OF_ORDER,
  },
  [METRIC_ORDER_DURATION]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'How long each leg of the way of orders took. Scale 4, or less.',
    attributes: [...OF_ORDER, ATTR_ORDER_LEG],
  },
};

export const ORDER_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_VENUE]: {
    type: 'string',
    on: ['span', 'metric'],
    description:
      'The exchange, broker or source of data. On spans, where its host is known; of orders else the server, and empty where nothing tells. At most 192 kinds of orders; `__other__` for the rest.',
  },
  [ATTR_ORDER_ACTION]: {
    type: 'string',
    on: ['metric'],
    description: 'What was asked for: a new order, a change of one, or that one or many are cancelled.',
    values: ORDER_ACTIONS,
  },
  [ATTR_ORDER_LEG]: {
    type: 'string',
    on: ['metric'],
    description:
      'From the begin of the tick until the order began; from there until its first request had gone out; from there until its end, of those that did not fail.',
    values: ORDER_LEGS,
  },
};
