// The tables of docs/explanation/findings.md. `npm run detectors` prints and writes them.

import { gainErrors } from './gains.js';
import { precisionOf, recallOf, type Score, scoreOf } from './trials.js';
import { WORLDS } from './worlds.js';

export { cacheTables } from '../caches/cache-tables.js';
export { detectorTime } from './detector-time.js';

/** What the page promises. */
const LEAST_PRECISION = 0.95;
const LEAST_RECALL = 0.9;
export const MOST_GAIN_ERROR = 0.15;

interface DetectorTables {
  readonly text: string;
  /** What is not as the page promises. */
  readonly outside: readonly string[];
}

/** @param each programs of each side for each detector @param seeds of each program that has a repaired form */
export function detectorTables(each: number, seeds: number): DetectorTables {
  const outside: string[] = [];
  const rows: string[] = [];
  const gains: string[] = [];
  for (const [detector, worlds] of Object.entries(WORLDS)) {
    const score = scoreOf(detector, worlds, each);
    if (!isKept(score)) outside.push(`${detector}: ${score.mistakes.join(', ')}`);
    const kinds = (has: boolean): number => worlds.filter((world) => world.has === has).length;
    rows.push(
      tableRow([
        detector,
        `${score.sick} of ${kinds(true)} kinds`,
        `${score.healthy} of ${kinds(false)} kinds`,
        precisionOf(score).toFixed(3),
        recallOf(score).toFixed(3),
      ]),
    );
    const errors = gainErrors(detector, worlds, seeds).toSorted((left, right) => left - right);
    if (errors.length === 0) continue;
    const most = errors.at(-1) as number;
    if (most > MOST_GAIN_ERROR) outside.push(`gain of ${detector}: ${percent(most)}`);
    gains.push(
      tableRow([detector, errors.length.toString(), percent(errors[errors.length >> 1] as number), percent(most)]),
    );
  }
  const lines = [
    '| detector | programs with the problem | programs without | precision | recall |',
    '|---|---|---|---:|---:|',
    ...rows,
    '',
    '| detector | repaired programs | error of p95, median | largest |',
    '|---|---:|---:|---:|',
    ...gains,
  ];
  return { text: lines.join('\n'), outside };
}

export function isKept(score: Score): boolean {
  return precisionOf(score) >= LEAST_PRECISION && recallOf(score) >= LEAST_RECALL;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
