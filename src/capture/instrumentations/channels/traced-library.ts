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
  /** What a call is, without its values, by what the library publishes of it. */
  nameOf(message: Readonly<Record<string, unknown>>): DetailedName;
}
