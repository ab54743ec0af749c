// The market events in a message, as the client of an exchange gets it: the message itself, or what it has in one of its
// fields, alone or in a list. What has no price is none: answers to subscriptions, heartbeats.

import type { IncomingEvents } from '../../../recorder/event-ledger.js';
import { isEvent, symbolOf } from '../shape/tick-shape.js';

/** A message with more fields is no envelope. */
const FIELDS = 16;

export class MessageEvents implements IncomingEvents {
  readonly #message: unknown;
  #counted: readonly unknown[] | undefined;

  constructor(message: unknown) {
    this.#message = message;
  }

  count(): number {
    return this.#events.length;
  }

  symbol(): string | undefined {
    const [first] = this.#events;
    return first === undefined ? undefined : (symbolOf([first]) ?? symbolOf([this.#message]));
  }

  get #events(): readonly unknown[] {
    return (this.#counted ??= marketEvents(this.#message));
  }
}

function marketEvents(message: unknown): readonly unknown[] {
  try {
    const events = shaped(message);
    if (events.length > 0 || typeof message !== 'object' || message === null || Array.isArray(message)) return events;
    const fields: unknown[] = Object.values(message).slice(0, FIELDS);
    return fields.map(shaped).find((inField) => inField.length > 0) ?? [];
  } catch {
    // A message of the program's own making may throw wherever it is touched.
    return [];
  }
}

function shaped(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.filter(isEvent);
  return isEvent(value) ? [value] : [];
}
