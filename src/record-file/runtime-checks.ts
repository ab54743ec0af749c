// What the runtime's rows in a record file have to look like.

import { LOOP_OWNER_KINDS } from '../model/owner-table.js';
import {
  type ActiveResource,
  GC_KINDS,
  type GcRow,
  type HeapSpace,
  type LoopOwnerRow,
  type PoolSample,
  type ResourceSample,
  type StallRow,
} from '../model/record/runtime-rows.js';
import type { KeptPause } from '../model/record/record-segment.js';
import { type Check, isAmount, isHistogram, isText, isUnixMillis, listOf, oneOf, shape } from './checks.js';

export const isOwnerRow: Check<LoopOwnerRow> = shape<LoopOwnerRow>(
  {
    kind: oneOf(LOOP_OWNER_KINDS),
    name: isText,
    held: isHistogram(4),
    gcNanos: isAmount,
    stalls: isAmount,
    stallNanos: isAmount,
    delayedTicks: isAmount,
    delayedTickNanos: isAmount,
  },
  { location: isText },
);

export const isStallRow: Check<StallRow> = shape<StallRow>(
  {
    process: isText,
    kind: oneOf(LOOP_OWNER_KINDS),
    name: isText,
    startedAtUnixMillis: isUnixMillis,
    durationNanos: isAmount,
    gcNanos: isAmount,
    delayedTicks: isAmount,
  },
  { location: isText, ownerLocation: isText },
);

export const isGcRow: Check<GcRow> = shape<GcRow>(
  { kind: oneOf(GC_KINDS), pauses: isHistogram(4), ticksHit: isAmount, inTicksNanos: isAmount },
  {},
);

export const isKeptPause: Check<KeptPause> = shape<KeptPause>(
  { kind: oneOf(GC_KINDS), startNanos: isAmount, durationNanos: isAmount },
  {},
);

const isHeapSpace = shape<HeapSpace>(
  { name: isText, usedBytes: isAmount, availableBytes: isAmount, sizeBytes: isAmount, physicalBytes: isAmount },
  {},
);

const isPoolSample = shape<PoolSample>(
  { name: isText, max: isAmount, open: isAmount, idle: isAmount, waiting: isAmount, neededMost: isAmount },
  {},
);

export const isResourceSample: Check<ResourceSample> = shape<ResourceSample>(
  {
    process: isText,
    atUnixMillis: isUnixMillis,
    heapSpaces: listOf(isHeapSpace),
    arrayBuffersBytes: isAmount,
    active: listOf(shape<ActiveResource>({ type: isText, count: isAmount }, {})),
  },
  { openDescriptors: isAmount, threadPoolWaitNanos: isAmount, pools: listOf(isPoolSample) },
);
