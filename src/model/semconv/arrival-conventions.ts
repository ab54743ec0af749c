// Names and meanings of the metrics of events before and until their ticks. Part of `semantic-conventions.ts`.

import type { MetricDescription } from './metric-description.js';
import { ATTR_SYMBOL } from './semantic-conventions.js';

export const ATTR_WAIT_BASIS = 'tickscope.wait.basis';

// On a tick's span, of that tick: by the names of the metrics, and in seconds as they are.
export const ATTR_TICK_WAIT = 'tickscope.tick.wait';
export const ATTR_TICK_RESPONSE = 'tickscope.tick.response';
export const ATTR_TICK_AGE = 'tickscope.tick.age';

export const METRIC_TICK_WAIT = 'tickscope.tick.wait';
export const METRIC_TICK_RESPONSE = 'tickscope.tick.response';
export const METRIC_TICK_AGE = 'tickscope.tick.age';
export const METRIC_EVENTS_RECEIVED = 'tickscope.events.received';
export const METRIC_EVENTS_HANDLED = 'tickscope.events.handled';
export const METRIC_EVENTS_DROPPED = 'tickscope.events.dropped';
export const METRIC_EVENTS_SEQUENCE_GAPS = 'tickscope.events.sequence_gaps';
export const METRIC_EVENTS_SEQUENCE_MISSING = 'tickscope.events.sequence_missing';

export const ARRIVAL_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_TICK_WAIT]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      'From the moment an event could have been handled to the first line of its handler, of ticks of which that is known. Scale 6, or less.',
    attributes: [ATTR_WAIT_BASIS, ATTR_SYMBOL],
  },
  [METRIC_TICK_RESPONSE]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'Response time: wait and duration of the same ticks. Scale 6, or less.',
    attributes: [ATTR_WAIT_BASIS, ATTR_SYMBOL],
  },
  [METRIC_TICK_AGE]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      "Event age when the tick ended: our clock less the exchange's, less the smallest such difference of the process until then. Scale 6, or less.",
    attributes: [ATTR_SYMBOL],
  },
  [METRIC_EVENTS_RECEIVED]: {
    instrument: 'counter',
    unit: '{event}',
    description:
      'Market events that came in where events are counted before a tick handles them. Absent where no such place is known.',
    attributes: [],
  },
  [METRIC_EVENTS_HANDLED]: {
    instrument: 'counter',
    unit: '{event}',
    description: 'Those of the received events that reached a tick.',
    attributes: [],
  },
  [METRIC_EVENTS_DROPPED]: {
    instrument: 'up-down counter',
    unit: '{event}',
    description:
      'Received less handled: events that no tick has seen. Falls where they were only waiting; what stays is dropped.',
    attributes: [],
  },
  [METRIC_EVENTS_SEQUENCE_GAPS]: {
    instrument: 'counter',
    unit: '{gap}',
    description: 'Places at which numbers that had followed each other one by one left some out.',
    attributes: [],
  },
  [METRIC_EVENTS_SEQUENCE_MISSING]: {
    instrument: 'counter',
    unit: '{event}',
    description: 'Numbers that were left out there.',
    attributes: [],
  },
};
