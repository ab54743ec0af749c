// What the processes of a run observed for `tickscope doctor`.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Observations, OBSERVATIONS_EXTENSION } from '../model/record/observations.js';

/** @returns one for each process; written by the preload of this very package a moment ago, so nothing is checked */
export function readObservations(runFolder: string): Observations[] {
  return readdirSync(runFolder)
    .filter((name) => name.endsWith(OBSERVATIONS_EXTENSION))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(runFolder, name), 'utf8')) as Observations);
}
