// Keeps one object of each class whose objects otherwise live only while a tick runs.
//
// A major collection between two ticks finds none of them. V8 then forgets their hidden classes, and with them all optimised
// code that knows one: after each collection the hot path began again in the interpreter.

import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { NameTable } from '../../model/name-table.js';
import { ROOT } from '../../model/tick-trace.js';
import { OpenTrace } from '../recorder/open-trace.js';
import { TickBuffer } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { TickContext } from '../recorder/tick-context.js';
import { Operation } from './operation.js';
import { InnerCall, type OpenCall, OutermostCall } from './call-tracer.js';
import { Ending } from './wrap-asynchronous.js';

/** Too long for V8's small integers, as the times of a process are after its first two seconds: the kind is part of a hidden class. */
const LONG_NANOS = 2 ** 40;

const examples: object[] = [];

/**
 * To be called when the global context manager is there: its scopes are of the kind.
 *
 * @param entriesOf makes objects of further classes
 */
export function keepLivingExamples(
  recorder: Recorder,
  entriesOf: (call: OpenCall, caller: TickContext) => readonly object[],
): void {
  const trace = new OpenTrace(0, false, 0, undefined, LONG_NANOS, new TickBuffer(2, 2), ROOT_CONTEXT);
  const tickContext = new TickContext(ROOT_CONTEXT, trace, ROOT);
  const outermost = new OutermostCall(recorder, tickContext);
  const inner = new InnerCall(
    recorder,
    new Operation(new NameTable(), 'internal', 'example'),
    tickContext,
    true,
    false,
  );
  const scope = context.attach(tickContext);
  scope.dispose();
  examples.push(outermost, inner, new Ending(outermost), scope, ...entriesOf(inner, tickContext));
}
