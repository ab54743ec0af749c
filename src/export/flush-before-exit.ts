// Sends what is left when a program has come to its natural end.

import process from 'node:process';
import { startTimeout, stopTimeout } from '../primordials.js';

/**
 * Holds the event `beforeExit` back until `flush` has settled, at the longest for the limit. A listener of our own would make
 * Node emit the event a second time, and the program's listeners would run twice.
 */
export function flushBeforeExit(isPending: () => boolean, flush: () => Promise<void>, limitMillis: number): void {
  const { emit } = process;
  let flushed = false;
  const { emit: holding } = {
    emit(this: NodeJS.Process, event: string, ...args: unknown[]): boolean {
      if (event !== 'beforeExit' || flushed || !isPending())
        return Reflect.apply(emit, this, [event, ...args]) as boolean;
      flushed = true;
      // The loop stays alive for this timer; when both have settled it empties again, and Node emits the event anew.
      const limit = startTimeout(() => {}, limitMillis).ref();
      void flush().finally(() => stopTimeout(limit));
      return true;
    },
  };
  Object.defineProperty(process, 'emit', { value: holding, writable: true, configurable: true, enumerable: false });
}
