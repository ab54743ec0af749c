// How long all detectors take, beside the rest of a report.

import { buildReport } from '../../../src/analysis/build-report.js';
import { DETECTORS } from '../../../src/analysis/detectors/index.js';
import type { Detector } from '../../../src/analysis/detectors/detector.js';
import { median } from '../../../src/analysis/statistics/numbers.js';
import { Draws } from './draws.js';
import { recordOf } from './scenario.js';
import { WORLDS } from './worlds.js';

interface DetectorTime {
  readonly reports: number;
  readonly reportMillis: number;
  /** Of it, in all detectors. */
  readonly medianMillis: number;
}

/** Of a report of the first program of each detector. */
export function detectorTime(): DetectorTime {
  let inDetectors = 0;
  const restore = DETECTORS.map((detector: { -readonly [Key in keyof Detector]: Detector[Key] }) => {
    const { detect } = detector;
    detector.detect = (input) => {
      const start = performance.now();
      const detected = detect(input);
      inDetectors += performance.now() - start;
      return detected;
    };
    return () => (detector.detect = detect);
  });
  const times = Object.values(WORLDS).flatMap(([world]) => {
    if (world === undefined) return [];
    const record = recordOf(world.make(new Draws(1)), 1);
    inDetectors = 0;
    const start = performance.now();
    buildReport([record], []);
    return { report: performance.now() - start, detectors: inDetectors };
  });
  for (const original of restore) original();
  return {
    reports: times.length,
    reportMillis: median(times.map(({ report }) => report)),
    medianMillis: median(times.map(({ detectors }) => detectors)),
  };
}
