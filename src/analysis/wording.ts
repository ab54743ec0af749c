// Numbers and names as they stand in sentences of the verdict and of evidence.

import { type OperationName, ownerOfUntracedWait } from '../model/operation.js';
import type { ProcessRecord } from '../model/record-segment.js';
import { MICROSECOND, MILLISECOND, MINUTE, SECOND } from '../model/units.js';

/** `12,345` */
export function countText(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `640 ns`, `12.3 µs`, `1.84 ms`, `9.5 s`, `26.7 min` */
export function durationText(nanos: number): string {
  if (nanos < MICROSECOND) return `${Math.round(nanos)} ns`;
  if (nanos < MILLISECOND) return `${threeDigits(nanos / MICROSECOND)} µs`;
  if (nanos < SECOND) return `${threeDigits(nanos / MILLISECOND)} ms`;
  if (nanos < MINUTE) return `${threeDigits(nanos / SECOND)} s`;
  return `${countOrThreeDigits(nanos / MINUTE)} min`;
}

/** `94.9 %`, always rounded down, so that a share below a limit never reads as the limit. */
export function shareText(share: number): string {
  return `${Math.floor(share * 1_000 + 1e-9) / 10} %`;
}

/** `84.2 MB`; a loss is `-1.5 MB`. */
export function megabytesText(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `812`, or `0.7` where a whole number would say little. */
export function rateText(perSecond: number): string {
  return countOrThreeDigits(perSecond);
}

/** `1 tick`, `12 ticks` */
export function countedText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How a sentence calls an operation: `query SELECT 1`, `the own code of onTick`, `waiting for a pool connection`. */
export function operationText(operation: OperationName): string {
  const { kind, name } = operation;
  const owner = ownerOfUntracedWait(operation);
  if (owner !== undefined) return `waiting inside ${owner}, for something that is not instrumented,`;
  if (kind === 'tick') return `the own code of ${name}`;
  if (kind === 'wait') return name === 'pool' ? 'waiting for a pool connection' : `waiting (${name})`;
  return `${kind} ${name}`;
}

/** `bot.js (pid 4711)`; the id where nothing else is known of it. */
export function processText(id: string, processes: readonly ProcessRecord[]): string {
  const process = processes.find((candidate) => candidate.id === id);
  return process === undefined ? id : `${process.name} (pid ${process.pid})`;
}

function countOrThreeDigits(value: number): string {
  return value >= 100 ? countText(value) : threeDigits(value);
}

/** Without zeros at the end: `1.84`, `12.3`, `640`, `9.5`. */
function threeDigits(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toFixed(value >= 10 ? 1 : 2)));
}
