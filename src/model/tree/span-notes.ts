// What the program writes on the spans of one tick: attributes and events, within bounds.

import type { AttributeValue, AttributeValues, TraceEvent } from '../trace-details.js';
import type { Nanoseconds } from '../units.js';

const ATTRIBUTES_PER_SPAN = 128;
const EVENTS_PER_SPAN = 128;
/** Of all spans of one tick together: 10,000 operations must not become 1,280,000 attributes. */
const NOTES_PER_TICK = 2_048;

export class SpanNotes {
  readonly attributes: Map<number, Record<string, AttributeValue>> = new Map();
  readonly events: Map<number, TraceEvent[]> = new Map();
  #notes = 0;

  /** @returns false where there is no room */
  setAttribute(position: number, key: string, value: AttributeValue): boolean {
    let ofSpan = this.attributes.get(position);
    if (ofSpan === undefined) this.attributes.set(position, (ofSpan = {}));
    if (!Object.hasOwn(ofSpan, key)) {
      if (Object.keys(ofSpan).length >= ATTRIBUTES_PER_SPAN || this.#notes >= NOTES_PER_TICK) return false;
      this.#notes++;
    }
    ofSpan[key] = value;
    return true;
  }

  addEvent(position: number, name: string, atNanos: Nanoseconds, attributes: AttributeValues): boolean {
    let ofSpan = this.events.get(position);
    if (ofSpan === undefined) this.events.set(position, (ofSpan = []));
    if (ofSpan.length >= EVENTS_PER_SPAN || this.#notes >= NOTES_PER_TICK) return false;
    this.#notes++;
    ofSpan.push({ name, atNanos, attributes });
    return true;
  }
}
