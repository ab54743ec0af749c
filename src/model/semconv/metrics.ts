// Every metric, and what it counts. Part of `descriptions.ts`.

import { ARRIVAL_METRICS } from './arrival-conventions.js';
import { CACHE_METRICS } from './cache-conventions.js';
import { DATABASE_METRICS } from './database-conventions.js';
import { FEED_METRICS } from './feed-conventions.js';
import type { MetricDescription } from './metric-description.js';
import { ORDER_METRICS } from './order-conventions.js';
import { RUNTIME_METRICS } from './runtime-conventions.js';
import {
  ATTR_CPU_MODE,
  ATTR_KEPT_REASON,
  ATTR_LOSS_CAUSE,
  ATTR_MEMORY_TYPE,
  ATTR_NODEJS_EVENTLOOP_STATE,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_OVERHEAD_ACTIVITY,
  ATTR_SYMBOL,
  ATTR_TICK_NAME,
  METRIC_LOSSES,
  METRIC_MEMORY_PRIVATE,
  METRIC_MEMORY_USAGE,
  METRIC_NODEJS_EVENTLOOP_TIME,
  METRIC_NODEJS_EVENTLOOP_UTILIZATION,
  METRIC_OPERATION_CRITICAL_PATH,
  METRIC_OPERATION_DURATION,
  METRIC_OPERATION_FAILED,
  METRIC_OPERATION_LATE,
  METRIC_OPERATION_SELF,
  METRIC_OVERHEAD_HOLD_MAX,
  METRIC_OVERHEAD_SPAN_RECORDED,
  METRIC_OVERHEAD_SPAN_TIME,
  METRIC_OVERHEAD_TICK_TIME,
  METRIC_OVERHEAD_TIME,
  METRIC_OVERHEAD_WRITTEN,
  METRIC_PROCESS_CPU_TIME,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_TICK_DURATION,
  METRIC_TICK_ENDED,
  METRIC_TICK_FAILED,
  METRIC_TICK_KEPT,
  METRIC_TICK_STARTED,
  METRIC_TICK_UNDER_TARGET,
} from './semantic-conventions.js';

const OPERATION: readonly string[] = [ATTR_OPERATION_KIND, ATTR_OPERATION_NAME];

/**
 * Every metric, by its name. Ticks that begin, end, fail and stay under the target are metrics of their own and not states of
 * one: the sum over an attribute has to mean something, and here each contains the next. The form, `span.started` with the
 * unit `{span}`, is that of the conventions' `otel.sdk.span.started`.
 */
export const METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_TICK_DURATION]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      'Duration of ticks. Scale 6, or less where the buckets would be too many. Points have exemplars: ticks that were sent as spans.',
    attributes: [ATTR_TICK_NAME, ATTR_SYMBOL],
  },
  [METRIC_TICK_STARTED]: { instrument: 'counter', unit: '{tick}', description: 'Ticks that began.', attributes: [] },
  [METRIC_TICK_ENDED]: {
    instrument: 'counter',
    unit: '{tick}',
    description: 'Ticks that ended, failed ones included.',
    attributes: [ATTR_TICK_NAME],
  },
  [METRIC_TICK_FAILED]: {
    instrument: 'counter',
    unit: '{tick}',
    description: 'Ticks that threw or rejected.',
    attributes: [ATTR_TICK_NAME],
  },
  [METRIC_TICK_UNDER_TARGET]: {
    instrument: 'counter',
    unit: '{tick}',
    description: 'Ticks that took less than 1 ms, counted exactly (target P1).',
    attributes: [ATTR_TICK_NAME],
  },
  [METRIC_TICK_KEPT]: {
    instrument: 'counter',
    unit: '{tick}',
    description:
      'Ticks chosen to be kept with their whole tree. Those that found no room in the record are among the losses too.',
    attributes: [ATTR_KEPT_REASON],
  },
  ...ARRIVAL_METRICS,
  ...CACHE_METRICS,
  ...FEED_METRICS,
  ...ORDER_METRICS,
  [METRIC_OPERATION_DURATION]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      'Duration of operations: ticks, what was called in them, and waiting. Scale 4, or less where the buckets would be too many.',
    attributes: OPERATION,
  },
  [METRIC_OPERATION_CRITICAL_PATH]: {
    instrument: 'counter',
    unit: 's',
    description: 'Time on the critical paths of ticks. Over all operations it adds up to the duration of all ticks.',
    attributes: OPERATION,
  },
  [METRIC_OPERATION_SELF]: {
    instrument: 'counter',
    unit: 's',
    description: 'Duration less the time in which a child was running.',
    attributes: OPERATION,
  },
  [METRIC_OPERATION_FAILED]: {
    instrument: 'counter',
    unit: '{operation}',
    description: 'Operations that threw or rejected.',
    attributes: OPERATION,
  },
  [METRIC_OPERATION_LATE]: {
    instrument: 'counter',
    unit: '{operation}',
    description: 'Operations that ended after their tick: nobody awaited them.',
    attributes: OPERATION,
  },
  ...DATABASE_METRICS,
  [METRIC_LOSSES]: {
    instrument: 'counter',
    unit: '{loss}',
    description: 'What was left out, because a buffer or table is full or something failed.',
    attributes: [ATTR_LOSS_CAUSE],
  },
  [METRIC_MEMORY_USAGE]: {
    instrument: 'up-down counter',
    unit: 'By',
    description:
      'Memory of JavaScript, once a second. `v8js.memory.heap.used` tells the heap by its spaces, every ten seconds.',
    attributes: [ATTR_MEMORY_TYPE],
  },
  [METRIC_MEMORY_PRIVATE]: {
    instrument: 'up-down counter',
    unit: 'By',
    description:
      'Of the resident memory, what is shared with no other process: what the program can do something about. Linux only; not told in a worker.',
    attributes: [],
  },
  [METRIC_OVERHEAD_SPAN_RECORDED]: {
    instrument: 'counter',
    unit: '{span}',
    description: 'Operations that were recorded.',
    attributes: [],
  },
  [METRIC_OVERHEAD_SPAN_TIME]: {
    instrument: 'gauge',
    unit: 's',
    description: "Tickscope's cost of recording one operation: the mean of those that were measured, since the begin.",
    attributes: [],
  },
  [METRIC_OVERHEAD_TICK_TIME]: {
    instrument: 'gauge',
    unit: 's',
    description: "Tickscope's cost of one tick, its operations included: the mean since the begin.",
    attributes: [],
  },
  [METRIC_OVERHEAD_TIME]: {
    instrument: 'counter',
    unit: 's',
    description:
      "Tickscope's work on the program's thread, beside recording, which is `tickscope.overhead.span.recorded` times `tickscope.overhead.span.time`.",
    attributes: [ATTR_OVERHEAD_ACTIVITY],
  },
  [METRIC_OVERHEAD_HOLD_MAX]: {
    instrument: 'gauge',
    unit: 's',
    description:
      "The longest that one piece of Tickscope's work held the event loop, since the begin; loading is left out.",
    attributes: [],
  },
  [METRIC_OVERHEAD_WRITTEN]: {
    instrument: 'counter',
    unit: 'By',
    description: 'Bytes written into the record file.',
    attributes: [],
  },
  [METRIC_NODEJS_EVENTLOOP_UTILIZATION]: {
    instrument: 'gauge',
    unit: '1',
    description: 'Share of the last second in which the event loop was not idle.',
    attributes: [],
  },
  [METRIC_NODEJS_EVENTLOOP_TIME]: {
    instrument: 'counter',
    unit: 's',
    description: 'Time that the event loop has been in each state.',
    attributes: [ATTR_NODEJS_EVENTLOOP_STATE],
  },
  [METRIC_PROCESS_CPU_TIME]: {
    instrument: 'counter',
    unit: 's',
    description: 'Processor time of all threads, when it is collected. Not told in a worker.',
    attributes: [ATTR_CPU_MODE],
  },
  [METRIC_PROCESS_MEMORY_USAGE]: {
    instrument: 'up-down counter',
    unit: 'By',
    description: 'Resident set size. Not told in a worker.',
    attributes: [],
  },
  ...RUNTIME_METRICS,
};
