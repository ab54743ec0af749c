// Examples of the classes of entries, which otherwise have objects only while a call runs. The reason is in `wrap/living-examples.ts`.

import { ROOT } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import type { TickContext } from '../recorder/tick-context.js';
import type { OpenCall } from '../wrap/call-tracer.js';
import { type Body, CallEntry } from './entry.js';
import { IndicatorEntry } from './indicator-entry.js';

const BODY: Body = { enter: () => undefined, leave() {} };

/** @returns what has to be stored for as long as the process measures */
export function livingEntries(call: OpenCall, caller: TickContext): readonly object[] {
  const indicator = new IndicatorEntry(BODY, 0, 0, caller, false);
  indicator.started(caller.trace, ROOT, caller.trace.startNanos as Nanoseconds);
  return [new CallEntry(BODY, call, 0, 0), indicator];
}
