// Names of what the runtime tells: event loop, garbage collection, what the process holds. Beside `semantic-conventions.ts`.

import { LOOP_OWNER_KINDS } from '../owner-table.js';
import type { AttributeDescription, MetricDescription } from './metric-description.js';
import { GC_KINDS } from '../record/runtime-rows.js';

// Attributes that only Tickscope has.
export const ATTR_LOOP_OWNER_KIND = 'tickscope.loop.owner.kind';
export const ATTR_LOOP_OWNER_NAME = 'tickscope.loop.owner.name';
export const ATTR_HELD_NANOS = 'tickscope.loop.held_nanos';

// Events on the spans of ticks.
export const EVENT_STALL = 'tickscope.loop.stall';
export const EVENT_PAUSE = 'tickscope.gc.pause';

// Attributes of the conventions.
export const ATTR_V8JS_GC_TYPE = 'v8js.gc.type';
export const ATTR_V8JS_HEAP_SPACE_NAME = 'v8js.heap.space.name';
export const ATTR_V8JS_RESOURCE_TYPE = 'v8js.resource.type';

// Metrics that only Tickscope has.
export const METRIC_LOOP_HELD = 'tickscope.loop.held';
export const METRIC_LOOP_STALL_COUNT = 'tickscope.loop.stall.count';
export const METRIC_LOOP_STALL_TIME = 'tickscope.loop.stall.time';
export const METRIC_LOOP_STALL_DELAYED = 'tickscope.loop.stall.delayed_ticks';
export const METRIC_GC_TICK_HIT = 'tickscope.gc.tick.hit';
export const METRIC_GC_TICK_TIME = 'tickscope.gc.tick.time';
export const METRIC_THREAD_POOL_WAIT = 'tickscope.thread_pool.wait';

// Metrics of the conventions.
export const METRIC_V8JS_GC_DURATION = 'v8js.gc.duration';
export const METRIC_V8JS_MEMORY_HEAP_USED = 'v8js.memory.heap.used';
export const METRIC_V8JS_MEMORY_HEAP_SPACE_SIZE = 'v8js.memory.heap.space.size';
export const METRIC_V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE = 'v8js.memory.heap.space.available_size';
export const METRIC_V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE = 'v8js.memory.heap.space.physical_size';
export const METRIC_V8JS_RESOURCE_ACTIVE = 'v8js.resource.active';
export const METRIC_PROCESS_UNIX_FILE_DESCRIPTOR_COUNT = 'process.unix.file_descriptor.count';

export const RUNTIME_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_LOOP_OWNER_KIND]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'What kind of callback held the event loop.',
    values: [...LOOP_OWNER_KINDS],
  },
  [ATTR_LOOP_OWNER_NAME]: {
    type: 'string',
    on: ['span', 'metric'],
    description:
      'Which one, and where its function stands where that is known: `poll (bot.js:41)`; empty where only the kind is known. At most 192 owners; `__other__` of its kind for the rest.',
  },
  [ATTR_HELD_NANOS]: {
    type: 'int',
    on: ['span'],
    description: 'For how long that owner, or that tick, held the event loop meanwhile, in nanoseconds.',
  },
  [ATTR_V8JS_GC_TYPE]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'The kind of garbage collection.',
    values: [...GC_KINDS],
  },
  [ATTR_V8JS_HEAP_SPACE_NAME]: {
    type: 'string',
    on: ['metric'],
    description: 'The space of the heap, as V8 calls it.',
  },
  [ATTR_V8JS_RESOURCE_TYPE]: {
    type: 'string',
    on: ['metric'],
    description: 'The type of resource, as Node.js calls it.',
  },
};

const OWNER: readonly string[] = [ATTR_LOOP_OWNER_KIND, ATTR_LOOP_OWNER_NAME];

function ofHeapSpace(description: string): MetricDescription {
  return { instrument: 'up-down counter', unit: 'By', description, attributes: [ATTR_V8JS_HEAP_SPACE_NAME] };
}

export const RUNTIME_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_LOOP_HELD]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'How long one callback or tick held the event loop, without what interrupted it. Scale 4, or less.',
    attributes: OWNER,
  },
  [METRIC_LOOP_STALL_COUNT]: {
    instrument: 'counter',
    unit: '{stall}',
    description: 'Stretches of 10 ms or more without a break.',
    attributes: OWNER,
  },
  [METRIC_LOOP_STALL_TIME]: { instrument: 'counter', unit: 's', description: 'Their sum.', attributes: OWNER },
  [METRIC_LOOP_STALL_DELAYED]: {
    instrument: 'counter',
    unit: '{tick}',
    description: 'Ticks that began after a stall without the loop having waited in between, once for each stall.',
    attributes: OWNER,
  },
  [METRIC_GC_TICK_HIT]: {
    instrument: 'counter',
    unit: '{tick}',
    description: 'Ticks that were open in a garbage collection, once for each.',
    attributes: [ATTR_V8JS_GC_TYPE],
  },
  [METRIC_GC_TICK_TIME]: {
    instrument: 'counter',
    unit: 's',
    description: 'The time of these ticks that it took.',
    attributes: [ATTR_V8JS_GC_TYPE],
  },
  [METRIC_THREAD_POOL_WAIT]: {
    instrument: 'gauge',
    unit: 's',
    description: 'The longest that work waited for a thread of the pool in the last ten seconds, at least.',
    attributes: [],
  },
  [METRIC_V8JS_GC_DURATION]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'Pauses for garbage collection. Scale 4, or less.',
    attributes: [ATTR_V8JS_GC_TYPE],
  },
  [METRIC_V8JS_MEMORY_HEAP_USED]: ofHeapSpace('Heap in use, every ten seconds.'),
  [METRIC_V8JS_MEMORY_HEAP_SPACE_SIZE]: ofHeapSpace('Size of the heap, every ten seconds.'),
  [METRIC_V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE]: ofHeapSpace('Free in the heap, every ten seconds.'),
  [METRIC_V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE]: ofHeapSpace('What of the heap is in memory, every ten seconds.'),
  [METRIC_V8JS_RESOURCE_ACTIVE]: {
    instrument: 'gauge',
    unit: '{resource}',
    description: 'What keeps the event loop alive: sockets, timers, requests. Every ten seconds.',
    attributes: [ATTR_V8JS_RESOURCE_TYPE],
  },
  [METRIC_PROCESS_UNIX_FILE_DESCRIPTOR_COUNT]: {
    instrument: 'up-down counter',
    unit: '{file_descriptor}',
    description: 'Open files, sockets and pipes, every ten seconds. Told on Linux, and not in a worker.',
    attributes: [],
  },
};
