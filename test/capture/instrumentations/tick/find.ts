import { EventFinder, type FoundEvent } from '../../../../src/capture/instrumentations/tick/event/find-event.js';

/** What a handler's first call with these arguments finds. */
export function find(args: readonly unknown[]): FoundEvent {
  const finder = new EventFinder();
  finder.find(args);
  return finder;
}
