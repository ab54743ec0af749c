// Things as the sentences of the verdict and of evidence call them.

import { formatCount } from '../model/format-units.js';
import { awaitOf, isPoolWait, type OperationName } from '../model/operation.js';
import type { ProcessInfo } from '../model/record/record-segment.js';
import { isGcWait, isStartWait, loopHolderOf } from '../model/wait-names.js';

/** `1 tick`, `12 ticks` */
export function countedText(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How a sentence calls an operation: `query SELECT 1`, `onTick itself`, `waiting for a pool connection`. */
export function operationText(operation: OperationName): string {
  const { kind, name } = operation;
  const awaited = awaitOf(operation);
  if (awaited !== undefined) return `waiting at ${awaited.location} in ${awaited.inside}`;
  if (kind === 'untraced') return `waiting inside ${name}, for something that is not instrumented,`;
  if (kind === 'tick') return `${name} itself`;
  if (isPoolWait(operation)) return 'waiting for a pool connection';
  const holder = loopHolderOf(operation);
  if (holder !== undefined) return `waiting while ${holder} held the event loop`;
  if (isGcWait(operation)) return 'garbage collection';
  if (isStartWait(operation)) return 'waiting to start, while nobody held the event loop,';
  if (kind === 'wait') return `waiting (${name})`;
  return `${kind} ${name}`;
}

/** `bot.js (pid 4711)`; the id where nothing else is known of it. */
export function processText(id: string, processes: readonly ProcessInfo[]): string {
  const process = processes.find((candidate) => candidate.id === id);
  return process === undefined ? id : `${process.name} (pid ${process.pid})`;
}
