// Samples what the process holds: every ten seconds, and once more at its end.

import type { PoolCounters } from '../../model/pool-counters.js';
import type { ActiveResource, HeapSpace, ResourceSample } from '../../model/record/runtime-rows.js';
import type { Bytes } from '../../model/units.js';
import { activeResourceTypes } from '../../primordials.js';
import { nodeModule } from '../../this-thread.js';
import { now, unixMillis } from '../recorder/clock.js';
import { OpenDescriptors } from './open-descriptors.js';
import { readMemory } from './process-memory.js';
import { ThreadPool } from './thread-pool.js';

const SECONDS = 10;

export class ResourceSampler {
  readonly #processId: string;
  readonly #pools: PoolCounters;
  readonly #descriptors = new OpenDescriptors();
  readonly #threadPool = new ThreadPool();
  #seconds = 0;

  constructor(processId: string, pools: PoolCounters) {
    this.#processId = processId;
    this.#pools = pools;
  }

  /** @returns a sample every ten seconds */
  onSecond(): ResourceSample | undefined {
    this.#seconds++;
    // One second before the sample, because the answer comes from a thread. In the first second too, because many programs
    // end before ten seconds are over.
    if (this.#seconds === 1 || this.#seconds % SECONDS === SECONDS - 1) this.#descriptors.ask();
    const sample = this.#seconds % SECONDS === 0 ? this.sample() : undefined;
    // After the sample, which counts what is being asked of the pool.
    this.#threadPool.ask();
    return sample;
  }

  /** @returns `undefined` where the memory cannot be read */
  sample(): ResourceSample | undefined {
    const memory = readMemory();
    if (memory === undefined) return undefined;
    const { count } = this.#descriptors;
    const waitNanos = this.#threadPool.takeLongest();
    const pools = this.#pools.take();
    return {
      process: this.#processId,
      atUnixMillis: unixMillis(now()),
      heapSpaces: heapSpaces(),
      arrayBuffersBytes: memory.arrayBuffers as Bytes,
      active: activeResources(),
      ...(count !== undefined && { openDescriptors: count }),
      ...(waitNanos !== undefined && { threadPoolWaitNanos: waitNanos }),
      ...(pools.length > 0 && { pools }),
    };
  }
}

/** Types that are counted separately; Node.js has about 40. */
const TYPES = 64;

export function activeResources(): ActiveResource[] {
  const counts = new Map<string, number>();
  for (const type of activeResourceTypes()) {
    if (counts.has(type) || counts.size < TYPES) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => ({ type, count }));
}

function heapSpaces(): HeapSpace[] {
  // Loaded for the first sample: it brings the streams along.
  return nodeModule('node:v8')
    .getHeapSpaceStatistics()
    .map((space) => ({
      name: space.space_name,
      usedBytes: space.space_used_size as Bytes,
      availableBytes: space.space_available_size as Bytes,
      sizeBytes: space.space_size as Bytes,
      physicalBytes: space.physical_space_size as Bytes,
    }));
}
