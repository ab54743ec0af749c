// What detectors ask of samples of the processor: how much of the measured code's time goes to something that it calls.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { ProfileFrame, ProfileRow } from '../../model/record/profile-rows.js';
import type { Share } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import type { Detected } from './detector.js';

/** Of the samples of measured code. */
const LEAST_SHARE = 0.05;
/** Of fewer, chance decides whether it is much. */
const LEAST_SAMPLES = 20;

/** @returns what the program's functions called, in operations that are measured, where it makes much of their time; none otherwise */
export function calledInOperations(
  profiles: readonly ProfileRow[],
  isMeant: (within: string) => boolean,
  advice: string,
): Detected[] {
  const operations = profiles.filter(({ scope }) => scope === 'operation');
  const all = sum(operations.map(({ samples }) => samples));
  const found = operations.flatMap(({ name, frames }) =>
    frames.filter(({ within }) => within !== undefined && isMeant(within)).map((frame) => ({ frame, operation: name })),
  );
  const samples = sum(found.map(({ frame }) => frame.samples));
  if (samples < LEAST_SAMPLES || samples < LEAST_SHARE * all) return [];
  const [most] = found.toSorted((left, right) => right.frame.samples - left.frame.samples);
  const { frame, operation } = most as { readonly frame: ProfileFrame; readonly operation: string };
  const share = (samples / all) as Share;
  return [
    {
      severity: share >= 4 * LEAST_SHARE ? 'high' : 'medium',
      ...(frame.location !== undefined && { location: frame.location }),
      evidence: {
        'most of it in': frame.name,
        'called by': operation,
        calls: [...new Set(found.map((each) => each.frame.within))].join(', '),
        samples: formatCount(samples),
        'of the processor time in operations': formatShare(share),
      },
      advice,
    },
  ];
}
