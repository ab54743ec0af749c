// Which series the arrivals of events become. What is not known has none: a zero would say that nothing was dropped.

import type { ArrivalAccumulator } from '../../aggregate/arrival-accumulator.js';
import { type EventsOfSymbol, NO_SYMBOL, type SymbolTotals } from '../../aggregate/symbol-totals.js';
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
import { ATTR_SYMBOL } from '../../model/semconv/semantic-conventions.js';
import type { Series } from './one-series.js';

const NONE: Series['attributes'] = {};

/** @param symbols the same waits and ages by symbol, where somebody counts them so */
export function arrivalSeries(arrivals: ArrivalAccumulator, symbols: SymbolTotals | undefined): Series[] {
  const bySymbol = symbols?.events() ?? [{ symbol: NO_SYMBOL, ...waitsAndAges(arrivals) }];
  const series = [...bySymbol].flatMap(eventSeries);
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

function waitsAndAges({ waits, responses, ages }: ArrivalAccumulator): Omit<EventsOfSymbol, 'symbol'> {
  return { waits, responses, ages };
}

function eventSeries({ symbol, waits, responses, ages }: EventsOfSymbol): Series[] {
  const series: Series[] = [];
  for (const basis of WAIT_BASES) {
    if (waits[basis].count === 0) continue;
    const attributes = { [ATTR_WAIT_BASIS]: basis, [ATTR_SYMBOL]: symbol };
    series.push(
      { metric: METRIC_TICK_WAIT, attributes, value: waits[basis].toData() },
      { metric: METRIC_TICK_RESPONSE, attributes, value: responses[basis].toData() },
    );
  }
  if (ages.count > 0)
    series.push({ metric: METRIC_TICK_AGE, attributes: { [ATTR_SYMBOL]: symbol }, value: ages.toData() });
  return series;
}
