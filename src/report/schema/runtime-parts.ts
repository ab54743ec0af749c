// The report's schema, part by part: the runtime.

import { LOOP_OWNER_KINDS } from '../../model/owner-table.js';
import { GC_KINDS } from '../../model/record/runtime-rows.js';
import { bytes, choice, count, type JsonSchema, list, nanos, number, object, share, text } from './json-schema.js';

const ownerFields = {
  kind: choice('What kind of callback it was.', [...LOOP_OWNER_KINDS]),
  name: text('Which one, where that is known; else empty.'),
};

const ownerSchema: JsonSchema = object('Somebody who held the event loop.', {
  required: {
    ...ownerFields,
    count: count('Stretches in which it held the loop without a break.'),
    heldNanos: nanos('Their sum.'),
    share: share('Of all the time that the loop was held.'),
    p95Nanos: nanos('95 % of the stretches took at most so long.'),
    maxNanos: nanos('The longest stretch.'),
    gcNanos: nanos('Of its time, garbage collection.'),
    stalls: count('Stretches of 10 ms or more.'),
    stallNanos: nanos('Their sum.'),
    delayedTicks: count(
      'Ticks that began after a stall without the loop having waited in between, once for each stall.',
    ),
    delayedTickNanos: nanos('How much later they began for it, at most.'),
  },
  optional: {
    location: text('Where its function stands, as `file:line`; `bot.js:57 or 92` where two functions are equal.'),
  },
});

const stallSchema: JsonSchema = object('One stall.', {
  required: {
    ...ownerFields,
    process: text('The process, as in the name of its record file.'),
    startedAtUnixMillis: number('When it began, in milliseconds since 1970.'),
    durationNanos: nanos('How long it took.'),
    gcNanos: nanos('Of that, garbage collection.'),
    delayedTicks: count('Ticks that began after it without the loop having waited in between.'),
  },
  optional: {
    location: text('The longest synchronous system call in it, with its file and line.'),
    ownerLocation: text("Where the owner's function stands, as `file:line`."),
  },
});

const gcKindSchema: JsonSchema = object('Garbage collections of one kind.', {
  required: {
    kind: choice('The kind.', [...GC_KINDS]),
    pauses: count('How many.'),
    totalNanos: nanos('Their sum.'),
    p95Nanos: nanos('95 % of them took at most so long.'),
    maxNanos: nanos('The longest.'),
    ticksHit: count('Ticks that were open in one of them, once for each.'),
    inTicksNanos: nanos('The time of these ticks that they took.'),
  },
});

const heapSpaceSchema: JsonSchema = object('A space of the heap.', {
  required: {
    name: text('Its name, as V8 has it.'),
    usedBytes: bytes('In use.'),
    availableBytes: bytes('Free in it.'),
    sizeBytes: bytes('Its size.'),
    physicalBytes: bytes('Of that, in memory.'),
  },
});

export const runtimeSchema: JsonSchema = object(
  'What the runtime did; a part is absent where nothing was seen of it.',
  {
    required: {},
    optional: {
      eventLoop: object('Who held the event loop.', {
        required: {
          heldNanos: nanos('All the time that it was held, in all processes.'),
          owners: list('By the time that they held it, longest first.', ownerSchema),
          stalls: list('The longest stretches of 10 ms or more.', stallSchema),
        },
      }),
      gc: object('Garbage collection.', {
        required: {
          pauses: count('How many.'),
          totalNanos: nanos('Their sum.'),
          share: share('Of the time that the processes ran.'),
          byKind: list('By kind, the one with the most time first.', gcKindSchema),
        },
      }),
      resources: object('What the processes held at last, added up.', {
        required: {
          heapSpaces: list('The heap.', heapSpaceSchema),
          arrayBuffersBytes: bytes('In array buffers, which include those of Node.js.'),
          active: list(
            'What kept event loops alive.',
            object('Resources of one type.', {
              required: { type: text('The type, as Node.js has it.'), count: count('How many.') },
            }),
          ),
        },
        optional: {
          openDescriptors: count('Open files, sockets and pipes; absent where the system does not tell.'),
          threadPoolWaitNanos: nanos('The longest wait for a thread of the pool that was seen, at least.'),
          pools: list(
            'Pools of connections of pg.',
            object('The pools to one database.', {
              required: {
                name: text('host:port/database'),
                max: count('Connections that the pools of one process may have, the most.'),
                neededMost: count('The most that one process had in use and waited for together.'),
              },
            }),
          ),
        },
      }),
    },
  },
);
