// Which series orders become. A leg that was not seen has none.

import type { OrderAccumulator } from '../../aggregate/order-accumulator.js';
import {
  ATTR_ORDER_ACTION,
  ATTR_ORDER_LEG,
  METRIC_ORDER_DURATION,
  METRIC_ORDER_ENDED,
  METRIC_ORDER_FAILED,
  METRIC_ORDER_STARTED,
  type ORDER_LEGS,
} from '../../model/semconv/order-conventions.js';
import { ATTR_SYMBOL, ATTR_VENUE } from '../../model/semconv/semantic-conventions.js';
import type { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { Series, SeriesAttributes } from './one-series.js';

export function orderSeries(orders: Iterable<OrderAccumulator>): Series[] {
  return [...orders].flatMap(seriesOfOrders);
}

function seriesOfOrders({ name, count, ended, failed, ...legs }: OrderAccumulator): Series[] {
  const attributes: SeriesAttributes = {
    [ATTR_VENUE]: name.venue ?? '',
    [ATTR_SYMBOL]: name.symbol ?? '',
    [ATTR_ORDER_ACTION]: name.action,
  };
  const legSeries = (leg: (typeof ORDER_LEGS)[number], durations: ExponentialHistogram): Series[] => {
    if (durations.count === 0) return [];
    const ofLeg = { ...attributes, [ATTR_ORDER_LEG]: leg };
    return [{ metric: METRIC_ORDER_DURATION, attributes: ofLeg, value: durations.toData() }];
  };
  return [
    { metric: METRIC_ORDER_STARTED, attributes, value: count },
    { metric: METRIC_ORDER_ENDED, attributes, value: ended },
    { metric: METRIC_ORDER_FAILED, attributes, value: failed },
    ...legSeries('decided', legs.decisions),
    ...legSeries('sent', legs.sendings),
    ...legSeries('acknowledged', legs.acknowledgements),
  ];
}
