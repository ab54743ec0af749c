// The market events in a message that the client of an exchange receives. A message without a price has none: answers to
// subscriptions, heartbeats.

import type { IncomingEvents } from '../../../recorder/event-ledger.js';
import { FoundEvent } from '../event/find-event.js';
import { findEventInMessage } from '../event/find-event-in-message.js';
import { isEvent } from '../event/is-event.js';
import { isObject } from '../event/members.js';
import { symbolAt, symbolKeyOf } from '../event/symbol-key.js';

export class MessageEvents implements IncomingEvents {
  readonly source: string;
  readonly #message: unknown;
  #found: FoundEvent | undefined;

  constructor(message: unknown, source: string) {
    this.source = source;
    this.#message = message;
  }

  count(): number {
    const { event, envelope, list } = this.#search();
    if (event === undefined || envelope === undefined) return 0;
    return list === undefined ? 1 : countOf(list, envelope);
  }

  symbol(): string | undefined {
    const { event, envelope } = this.#search();
    return symbolOf(event) ?? symbolOf(envelope);
  }

  #search(): FoundEvent {
    if (this.#found !== undefined) return this.#found;
    const found = new FoundEvent();
    findEventInMessage(this.#message, isEvent, found);
    return (this.#found = found);
  }
}

function countOf(list: readonly unknown[], envelope: object): number {
  let count = 0;
  try {
    for (let at = 0; at < list.length; at++) {
      const entry = list[at];
      if (isObject(entry) && isEvent(entry, envelope)) count++;
    }
  } catch {
    // A list of the program's making may throw wherever it is touched. What was counted before that stays.
  }
  return count;
}

function symbolOf(object: object | undefined): string | undefined {
  const key = object === undefined ? undefined : symbolKeyOf(object);
  return object === undefined || key === undefined ? undefined : symbolAt(object, key);
}
