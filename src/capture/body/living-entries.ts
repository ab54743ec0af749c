// Examples of the classes of entries, which otherwise have objects only while a call runs. The reason is in `wrap/living-examples.ts`.

import type { OpenCall } from '../wrap/call-tracer.js';
import { type Body, CallEntry } from './entry.js';

const BODY: Body = { enter: () => undefined, leave() {}, release() {} };

/** @returns what has to be stored for as long as the process measures */
export function livingEntries(call: OpenCall): readonly object[] {
  return [new CallEntry(BODY, call, 0, 0)];
}
