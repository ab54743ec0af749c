// Operations below the program's own spans, where the program's SDK keeps the contexts: its active span stands in a tick, and what
// begins under it belongs there.

import { context } from '@opentelemetry/api';
import { spanPositionOf } from '../recorder/program-spans.js';
import type { Recorder } from '../recorder/recorder.js';
import { spanIn } from '../recorder/scope-context.js';

/** @returns the scope of the program's active span, where that is the innermost around the running code; else `scope` */
export function scopeOfProgramSpan(recorder: Recorder, scope: number): number {
  if (scope === 0) return scope;
  const position = spanPositionOf(spanIn(context.active()));
  if (position === undefined || position.scope === 0) return scope;
  if (recorder.tickOf(position.scope) !== recorder.tickOf(scope)) return scope;
  return recorder.log.scopesAround(scope).includes(position.scope) ? scope : position.scope;
}
