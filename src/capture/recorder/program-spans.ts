// Where spans of the program's own OpenTelemetry SDK stand in a tick.

import type { OpenTrace } from './open-trace.js';

export interface Place {
  readonly trace: OpenTrace;
  /** `NO_POSITION` where its tree has no room for it, or its times were given. */
  readonly position: number;
}

// Beside the span and not on it: spans are the program's objects.
const places = new WeakMap<object, Place>();

export function givePlace(span: object, place: Place): void {
  places.set(span, place);
}

export function placeOf(span: unknown): Place | undefined {
  return typeof span === 'object' && span !== null ? places.get(span) : undefined;
}
