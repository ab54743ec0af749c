// Which series the arrivals of events become. What is not known has none: a zero would say that nothing was dropped.

import type { ArrivalAccumulator } from '../../aggregate/arrival-accumulator.js';
import { WAIT_BASES } from '../../model/record/arrival-totals.js';
import {
  ATTR_WAIT_BASIS,
  METRIC_EVENTS_DROPPED,
  METRIC_EVENTS_HANDLED,
  METRIC_EVENTS_RECEIVED,
  METRIC_EVENTS_SEQUENCE_GAPS,
  METRIC_EVENTS_SEQUENCE_MISSING,
  METRIC_TICK_AGE,
  METRIC_TICK_RESPONSE,
  METRIC_TICK_WAIT,
} from '../../model/semconv/arrival-conventions.js';
import type { Series } from './one-series.js';

const NONE: Series['attributes'] = {};

export function arrivalSeries(arrivals: ArrivalAccumulator): Series[] {
  const series: Series[] = [];
  for (const basis of WAIT_BASES) {
    if (arrivals.waits[basis].count === 0) continue;
    const attributes = { [ATTR_WAIT_BASIS]: basis };
    series.push(
      { metric: METRIC_TICK_WAIT, attributes, value: arrivals.waits[basis].toData() },
      { metric: METRIC_TICK_RESPONSE, attributes, value: arrivals.responses[basis].toData() },
    );
  }
  if (arrivals.ages.count > 0) {
    series.push({ metric: METRIC_TICK_AGE, attributes: NONE, value: arrivals.ages.toData() });
  }
  if (arrivals.received > 0) {
    series.push(
      { metric: METRIC_EVENTS_RECEIVED, attributes: NONE, value: arrivals.received },
      { metric: METRIC_EVENTS_HANDLED, attributes: NONE, value: arrivals.handled },
      { metric: METRIC_EVENTS_DROPPED, attributes: NONE, value: arrivals.received - arrivals.handled },
    );
  }
  if (arrivals.sequenceGaps > 0) {
    series.push(
      { metric: METRIC_EVENTS_SEQUENCE_GAPS, attributes: NONE, value: arrivals.sequenceGaps },
      { metric: METRIC_EVENTS_SEQUENCE_MISSING, attributes: NONE, value: arrivals.sequenceMissing },
    );
  }
  return series;
}
