// What the page promises of caches and of kept results: sizes, savings, and that nothing is advised of functions that give something else.

import { memoisableFunctions } from '../detectors/memo-worlds.js';
import { curveTables } from './cache-curves.js';
import { MOST_SAVING_ERROR, savingErrors } from './memo-savings.js';
import { functionTables } from './tried-functions.js';

/** @param seeds of each manner of keys, and of each program */
export function cacheTables(seeds: number): { readonly text: string; readonly outside: readonly string[] } {
  const curves = curveTables(seeds);
  const functions = functionTables();
  const errors = savingErrors(memoisableFunctions, seeds).toSorted((left, right) => left - right);
  const [median, most] = [errors[errors.length >> 1] as number, errors.at(-1) as number];
  const saving = `What is saved was compared in ${errors.length} programs that were advised to keep results: the error is ${percent(median)} in the median, at most ${percent(most)}.`;
  return {
    text: [curves.text, functions.text, saving].join('\n\n'),
    outside: [
      ...curves.outside,
      ...functions.outside,
      ...(most > MOST_SAVING_ERROR ? [`saving: ${percent(most)}`] : []),
    ],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
