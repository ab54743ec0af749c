// Runtime samples of each process in the order of time.

import type { RuntimeSample } from '../model/record/record-segment.js';

/** One process's samples, oldest first, at least one. */
export interface ProcessSamples {
  readonly process: string;
  readonly samples: readonly [RuntimeSample, ...RuntimeSample[]];
}

export function samplesByProcess(samples: readonly RuntimeSample[]): ProcessSamples[] {
  const groups = new Map<string, [RuntimeSample, ...RuntimeSample[]]>();
  for (const sample of samples.toSorted((left, right) => left.atUnixMillis - right.atUnixMillis)) {
    const group = groups.get(sample.process);
    if (group === undefined) groups.set(sample.process, [sample]);
    else group.push(sample);
  }
  return [...groups].map(([process, group]) => ({ process, samples: group }));
}

export function lastOf({ samples }: ProcessSamples): RuntimeSample {
  return samples.at(-1) ?? samples[0];
}
