// Finds the market event in a message of unknown origin. Searches deeper than `findEvent`: every member, at two levels.

import { findEvent, type FoundEvent } from './find-event.js';
import type { EventTest } from './is-event.js';
import { firstObjectOf, isList, isObject, read } from './members.js';

/** Members of an envelope that are searched, at each of its two levels. */
const MEMBERS_SEARCHED = 8;
const LEVELS = 2;

/**
 * The message itself, or an event anywhere in its envelope: `{ stream, data: { ... } }`, `{ events: [{ tickers: [...] }] }`.
 * The envelope is always the whole message: Coinbase has the time beside `events`.
 */
export function findEventInMessage(message: unknown, test: EventTest, found: FoundEvent): boolean {
  found.clear();
  if (!isObject(message)) return false;
  try {
    if (search(message, undefined, LEVELS, test, found)) {
      found.envelope = isList(message) ? found.event : message;
      return true;
    }
  } catch {
    // A proxy of the program may throw when its keys are listed.
  }
  // Only now an envelope that has the symbol, around an event that has the price.
  return findEvent([message], test, found);
}

/** Only finds events that are complete without an envelope. */
function search(
  value: object,
  list: readonly unknown[] | undefined,
  levels: number,
  test: EventTest,
  found: FoundEvent,
): boolean {
  if (test(value, value)) {
    found.event = value;
    found.list = list;
    return true;
  }
  if (levels === 0) return false;
  for (const member of isList(value) ? value.slice(0, MEMBERS_SEARCHED) : membersOf(value)) {
    const first = firstObjectOf(member);
    if (first === undefined) continue;
    if (search(first, listOf(first, member) ?? listOf(first, value), levels - 1, test, found)) return true;
  }
  return false;
}

/** A tuple such as `[channel, event, name]` is no list of events. */
function listOf(event: object, value: unknown): readonly unknown[] | undefined {
  return isList(value) && value[0] === event ? value : undefined;
}

function membersOf(envelope: object): unknown[] {
  const members: unknown[] = [];
  for (const key in envelope) {
    const member = read(envelope, key);
    if (isObject(member) && members.push(member) === MEMBERS_SEARCHED) break;
  }
  return members;
}
