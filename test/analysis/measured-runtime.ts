// What the runtime does in a random stream: derived from one number and the place of an event.

import type { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { LOOP_OWNER_KINDS, type LoopOwnerKind, type OwnerTable } from '../../src/model/owner-table.js';
import { GC_KINDS, type GcKind, type ResourceSample } from '../../src/model/record/runtime-rows.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';

export function feedRuntime({ runtime }: SegmentAccumulator, owners: OwnerTable, place: number, nanos: number): void {
  const kind = LOOP_OWNER_KINDS[nanos % LOOP_OWNER_KINDS.length] as LoopOwnerKind;
  const name = nanos % 2 === 0 ? '' : `callback${nanos % 5}`;
  const ownerId = owners.intern(kind, name);
  const gc = GC_KINDS[nanos % GC_KINDS.length] as GcKind;
  runtime.held(ownerId, nanos as Nanoseconds);
  runtime.collectedIn(ownerId, (nanos % 1_000) as Nanoseconds);
  runtime.collected(gc, (nanos % 7_000) as Nanoseconds);
  runtime.hitTick(gc, (nanos % 3_000) as Nanoseconds);
  runtime.stalled(ownerId, {
    process: 'p1',
    kind,
    name,
    ...(nanos % 3 === 0 && { place: 'fs.readFileSync bot.js:12' }),
    startedAtUnixMillis: (1_000 * place) as UnixMilliseconds,
    durationNanos: (10_000_000 + nanos) as Nanoseconds,
    gcNanos: (nanos % 900) as Nanoseconds,
    delayedTicks: nanos % 4,
  });
  runtime.resources(resourcesAt(place, nanos));
}

export function resourcesAt(second: number, nanos: number): ResourceSample {
  return {
    process: 'p1',
    atUnixMillis: (1_000 * second) as UnixMilliseconds,
    heapSpaces: [
      {
        name: 'old_space',
        usedBytes: nanos as Bytes,
        availableBytes: 1 as Bytes,
        sizeBytes: 2 as Bytes,
        physicalBytes: 3 as Bytes,
      },
    ],
    arrayBuffersBytes: 4 as Bytes,
    active: [{ type: 'Timeout', count: nanos % 9 }],
    openDescriptors: 20 + (nanos % 5),
    threadPoolWaitNanos: (nanos % 2_000) as Nanoseconds,
    pools: [{ name: 'db:5432/trading', max: 10, open: 1 + (nanos % 4), idle: 1, waiting: 0, neededMost: nanos % 12 }],
  };
}
