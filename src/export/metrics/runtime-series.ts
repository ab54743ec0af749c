// Which series the runtime's sums become: event loop, garbage collection, what the process holds.

import type { MeasuredLoop } from '../../aggregate/metric-totals.js';
import {
  ATTR_LOOP_OWNER_KIND,
  ATTR_LOOP_OWNER_NAME,
  ATTR_V8JS_GC_TYPE,
  ATTR_V8JS_HEAP_SPACE_NAME,
  ATTR_V8JS_RESOURCE_TYPE,
  METRIC_GC_TICK_HIT,
  METRIC_GC_TICK_TIME,
  METRIC_LOOP_HELD,
  METRIC_LOOP_STALL_COUNT,
  METRIC_LOOP_STALL_DELAYED,
  METRIC_LOOP_STALL_TIME,
  METRIC_PROCESS_UNIX_FILE_DESCRIPTOR_COUNT,
  METRIC_THREAD_POOL_WAIT,
  METRIC_V8JS_GC_DURATION,
  METRIC_V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE,
  METRIC_V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE,
  METRIC_V8JS_MEMORY_HEAP_SPACE_SIZE,
  METRIC_V8JS_MEMORY_HEAP_USED,
  METRIC_V8JS_RESOURCE_ACTIVE,
} from '../../model/semconv/runtime-conventions.js';
import {
  ATTR_DB_CONNECTION_STATE,
  ATTR_DB_POOL_NAME,
  METRIC_CONNECTIONS_NEEDED,
  METRIC_DB_CONNECTION_COUNT,
  METRIC_DB_CONNECTION_MAX,
  METRIC_DB_CONNECTION_PENDING,
} from '../../model/semconv/database-conventions.js';
import { placedName } from '../../model/owner-table.js';
import type { PoolSample, ResourceSample } from '../../model/record/runtime-rows.js';
import type { Series } from './one-series.js';

export function loopSeries({ owners, gc }: MeasuredLoop): Series[] {
  const series: Series[] = [];
  for (const row of owners) {
    if (row === undefined) continue;
    const attributes = { [ATTR_LOOP_OWNER_KIND]: row.owner.kind, [ATTR_LOOP_OWNER_NAME]: placedName(row.owner) };
    series.push(
      { metric: METRIC_LOOP_HELD, attributes, value: row.held.toData() },
      { metric: METRIC_LOOP_STALL_COUNT, attributes, value: row.stalls },
      { metric: METRIC_LOOP_STALL_TIME, attributes, value: row.stallNanos },
      { metric: METRIC_LOOP_STALL_DELAYED, attributes, value: row.delayedTicks },
    );
  }
  for (const { kind, pauses, ticksHit, inTicksNanos } of gc.values()) {
    const attributes = { [ATTR_V8JS_GC_TYPE]: kind };
    series.push(
      { metric: METRIC_V8JS_GC_DURATION, attributes, value: pauses.toData() },
      { metric: METRIC_GC_TICK_HIT, attributes, value: ticksHit },
      { metric: METRIC_GC_TICK_TIME, attributes, value: inTicksNanos },
    );
  }
  return series;
}

export function resourceSeries({
  heapSpaces,
  active,
  openDescriptors,
  threadPoolWaitNanos,
  pools = [],
}: ResourceSample): Series[] {
  const series: Series[] = active.map(({ type, count }) => ({
    metric: METRIC_V8JS_RESOURCE_ACTIVE,
    attributes: { [ATTR_V8JS_RESOURCE_TYPE]: type },
    value: count,
  }));
  for (const { name, usedBytes, sizeBytes, availableBytes, physicalBytes } of heapSpaces) {
    const attributes = { [ATTR_V8JS_HEAP_SPACE_NAME]: name };
    series.push(
      { metric: METRIC_V8JS_MEMORY_HEAP_USED, attributes, value: usedBytes },
      { metric: METRIC_V8JS_MEMORY_HEAP_SPACE_SIZE, attributes, value: sizeBytes },
      { metric: METRIC_V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE, attributes, value: availableBytes },
      { metric: METRIC_V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE, attributes, value: physicalBytes },
    );
  }
  if (openDescriptors !== undefined) {
    series.push({ metric: METRIC_PROCESS_UNIX_FILE_DESCRIPTOR_COUNT, attributes: {}, value: openDescriptors });
  }
  if (threadPoolWaitNanos !== undefined) {
    series.push({ metric: METRIC_THREAD_POOL_WAIT, attributes: {}, value: threadPoolWaitNanos });
  }
  series.push(...pools.flatMap(poolSeries));
  return series;
}

function poolSeries({ name, max, open, idle, waiting, neededMost }: PoolSample): Series[] {
  const attributes = { [ATTR_DB_POOL_NAME]: name };
  const inState = (state: string, value: number): Series => ({
    metric: METRIC_DB_CONNECTION_COUNT,
    attributes: { ...attributes, [ATTR_DB_CONNECTION_STATE]: state },
    value,
  });
  return [
    inState('used', open - idle),
    inState('idle', idle),
    { metric: METRIC_DB_CONNECTION_MAX, attributes, value: max },
    { metric: METRIC_DB_CONNECTION_PENDING, attributes, value: waiting },
    { metric: METRIC_CONNECTIONS_NEEDED, attributes, value: neededMost },
  ];
}
