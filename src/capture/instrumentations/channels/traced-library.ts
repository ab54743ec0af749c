// A library that publishes its calls on a TracingChannel of Node.js.

import type { DetailedName } from '../../../model/name-table.js';

export interface TracedLibrary {
  readonly packageName: string;
  /** The file in which it makes its channels: versions without it publish nothing. */
  readonly file: RegExp;
  /** The instrumentation of OpenTelemetry for the same calls. */
  readonly scope: string;
  readonly channels: readonly TracedChannel[];
}

export interface TracedChannel {
  /** As `tracingChannel(name)` has it. */
  readonly name: string;
  /** The field of a message that says what the call is, a text; absent where all calls are one. */
  readonly field?: string;
  /** What a call is, without its values. @param text that of the field; empty where there is none */
  nameOf(text: string): DetailedName;
  /** Told of each call. @param message as the library publishes it */
  called?(message: Readonly<Record<string, unknown>>): void;
}
