// One call of an indicator that returns when its work is done.

import { ROOT } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import type { OpenTrace } from '../recorder/open-trace.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { attachContext, TickContext } from '../recorder/tick-context.js';
import { type Body, Entry } from './entry.js';

export class IndicatorEntry extends Entry {
  /** The context that it runs in; absent where it is the outermost call of a tree. */
  readonly caller: TickContext | undefined;
  /** Whether its input was looked at, and its result has to be. */
  readonly isKnown: boolean;
  readonly #callerTop: number;
  scope: ReturnType<typeof attachContext> | undefined;
  trace: OpenTrace | undefined;
  position: number = NO_POSITION;
  /** A number that is no integer from the start: the kind of a field is part of V8's hidden class. */
  startNanos: Nanoseconds = NaN as Nanoseconds;

  constructor(
    body: Body,
    startDepth: number,
    recursionDepth: number,
    caller: TickContext | undefined,
    isKnown: boolean,
  ) {
    super(body, startDepth, recursionDepth);
    this.caller = caller;
    this.isKnown = isKnown;
    this.#callerTop = caller === undefined ? ROOT : caller.top;
  }

  started(trace: OpenTrace, position: number, startNanos: Nanoseconds): void {
    this.trace = trace;
    this.position = position;
    this.startNanos = startNanos;
    if (this.caller !== undefined && position !== NO_POSITION) this.caller.top = position;
  }

  leave(): void {
    this.scope?.dispose();
    if (this.caller !== undefined) this.caller.top = this.#callerTop;
  }
}
