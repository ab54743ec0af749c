// "Is it the process?" Event loop, garbage collection, memory, processor, what is open.

import type { Board } from './board.mts';
import { heatPanel, linesPanel, numberPanel } from './panels.mts';
import { quantile, rate, series, sum, top, whileAlive } from './queries.mts';
import { CPU_TARGET_SHARE, MEMORY_OVER_BYTES } from './targets.mts';

const OWNER = ['tickscope.loop.owner.kind', 'tickscope.loop.owner.name'];
const OWNER_LEGEND = '{{tickscope_loop_owner_kind}} {{tickscope_loop_owner_name}}';
const HELD = series('tickscope.loop.held');
const GC = series('v8js.gc.duration');
const GC_TYPE = 'v8js.gc.type';
const PROCESS = ['service_name', 'instance'];
const PROCESS_LEGEND = '{{service_name}} {{instance}}';
const RSS = series('process.memory.usage');
const CPU = series('process.cpu.time');

export const runtime: Board = {
  title: 'Runtime',
  uid: 'tickscope-runtime',
  about: 'Who holds the event loop, what garbage collection takes, and whether memory grows.',
  variables: ['service', 'instance'],
  panels: [
    numberPanel({
      title: 'Event loop in use',
      about: 'The busiest process, as of its last second. Near 100 %: events wait, see below who holds the loop.',
      unit: 'percentunit',
      width: 6,
      query: { legend: 'in use', expression: whileAlive(`max(${series('nodejs.eventloop.utilization')})`) },
      limit: { at: 0.9, good: 'below' },
    }),
    numberPanel({
      title: 'Longest hold',
      about: 'Upper bound of the longest callback. Over 10 ms: split it up, or take it off the loop.',
      unit: 's',
      width: 6,
      query: { legend: 'longest', expression: whileAlive(quantile(1, HELD)) },
      limit: { at: 0.01, good: 'below' },
    }),
    numberPanel({
      title: 'Memory',
      about:
        'Resident memory of the largest process. Target P2 is 100 MB without Tickscope, which may need some 60. Red: over both. Look at the heap spaces below.',
      unit: 'bytes',
      width: 6,
      query: { legend: 'resident', expression: whileAlive(`max(${RSS})`) },
      limit: { at: MEMORY_OVER_BYTES, good: 'below' },
    }),
    numberPanel({
      title: 'Processor',
      about: 'Cores in use by the busiest process; target P3 is half of one. Over it: take a profile with the report.',
      unit: 'percentunit',
      width: 6,
      query: { legend: 'cores', expression: whileAlive(`max(${rate(CPU, ...PROCESS)})`) },
      limit: { at: CPU_TARGET_SHARE, good: 'below' },
    }),
    linesPanel({
      title: 'Who holds the event loop',
      about: 'Seconds a second by owner, the ten largest. What is no tick and wide: move it to a worker thread.',
      unit: 'percentunit',
      width: 12,
      stacked: true,
      queries: [{ legend: OWNER_LEGEND, expression: top(10, `histogram_sum(${rate(HELD, ...OWNER)})`) }],
    }),
    heatPanel({
      title: 'How long callbacks hold the loop',
      about: 'Brighter for more callbacks. Marks over 10 ms are stalls: the next panel says whose.',
      unit: 's',
      width: 12,
      query: { legend: 'callbacks', expression: rate(HELD) },
    }),
    linesPanel({
      title: 'Stalls by owner',
      about:
        'Seconds a second in stretches of 10 ms or more. The name has the place in the program: split that function up.',
      unit: 'percentunit',
      width: 12,
      nothing: 'no stalls',
      queries: [{ legend: OWNER_LEGEND, expression: top(10, rate(series('tickscope.loop.stall.time'), ...OWNER)) }],
    }),
    linesPanel({
      title: 'Event loop in use, by process',
      about: 'Near 100 % for long: the program cannot keep up, start another process or do less in a tick.',
      unit: 'percentunit',
      width: 12,
      queries: [
        {
          legend: PROCESS_LEGEND,
          expression: `max by (service_name, instance) (${series('nodejs.eventloop.utilization')})`,
        },
      ],
    }),
    linesPanel({
      title: 'Garbage collection',
      about: 'Share of the time by kind. Minor over 2 %: ticks make many objects; major: memory is short or leaks.',
      unit: 'percentunit',
      width: 12,
      stacked: true,
      queries: [{ legend: '{{v8js_gc_type}}', expression: `histogram_sum(${rate(GC, GC_TYPE)})` }],
    }),
    linesPanel({
      title: 'Pauses for garbage collection (p99)',
      about: 'Over 1 ms: a pause alone spends the budget of a tick. Make fewer objects live long.',
      unit: 's',
      width: 12,
      logarithmic: true,
      queries: [{ legend: '{{v8js_gc_type}}', expression: quantile(0.99, GC, GC_TYPE) }],
    }),
    linesPanel({
      title: 'Ticks in a garbage collection',
      about:
        'Ticks that were open in one, and the time it took of them a second. It follows p99: garbage is the reason.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no tick was hit',
      queries: [
        { legend: 'ticks, {{v8js_gc_type}}', expression: rate(series('tickscope.gc.tick.hit'), GC_TYPE) },
        { legend: 'seconds, {{v8js_gc_type}}', expression: rate(series('tickscope.gc.tick.time'), GC_TYPE) },
      ],
    }),
    linesPanel({
      title: 'Resident memory',
      about:
        'The dashed line is target P2 and what Tickscope may need. Private is what the program can do about it. It rises for hours: compare with the heap beside it, then read the findings of the report.',
      unit: 'bytes',
      width: 12,
      limit: { at: MEMORY_OVER_BYTES, good: 'below' },
      queries: [
        { legend: PROCESS_LEGEND, expression: sum(RSS, ...PROCESS) },
        { legend: `${PROCESS_LEGEND}: private`, expression: sum(series('tickscope.memory.private'), ...PROCESS) },
      ],
    }),
    linesPanel({
      title: 'Private memory of JavaScript',
      about: 'The heap, and buffers outside of it. Only one of them rises: that one leaks.',
      unit: 'bytes',
      width: 12,
      stacked: true,
      queries: [
        {
          legend: '{{tickscope_memory_type}}',
          expression: sum(series('tickscope.memory.usage'), 'tickscope.memory.type'),
        },
      ],
    }),
    linesPanel({
      title: 'Heap in use by space',
      about: 'Old space rises through major collections: objects are kept, such as in a cache without a bound.',
      unit: 'bytes',
      width: 12,
      stacked: true,
      queries: [
        {
          legend: '{{v8js_heap_space_name}}',
          expression: sum(series('v8js.memory.heap.used'), 'v8js.heap.space.name'),
        },
      ],
    }),
    linesPanel({
      title: 'Processor time',
      about: 'Cores in use; the dashed line is target P3. More than one: threads of the pool or workers are busy too.',
      unit: 'percentunit',
      width: 12,
      limit: { at: CPU_TARGET_SHARE, good: 'below' },
      queries: [{ legend: PROCESS_LEGEND, expression: rate(CPU, ...PROCESS) }],
    }),
    linesPanel({
      title: 'Handles',
      about: 'Sockets, timers and requests that are open. One kind only rises: it is never closed.',
      unit: 'short',
      width: 12,
      queries: [
        {
          legend: '{{v8js_resource_type}}',
          expression: top(10, sum(series('v8js.resource.active'), 'v8js.resource.type')),
        },
        { legend: 'file descriptors', expression: sum(series('process.unix.file_descriptor.count')) },
      ],
    }),
    linesPanel({
      title: 'Wait for a thread of the pool',
      about:
        'Files, DNS and cryptography share four threads. Over a millisecond: set UV_THREADPOOL_SIZE higher, or do less of it.',
      unit: 's',
      width: 24,
      queries: [
        {
          legend: PROCESS_LEGEND,
          expression: `max by (service_name, instance) (${series('tickscope.thread_pool.wait')})`,
        },
      ],
    }),
  ],
};
