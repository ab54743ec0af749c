// Keeps one object of each class whose objects otherwise live only while a tick runs.
//
// A major collection between two ticks finds none of them. V8 then forgets their hidden classes, and with them all optimised
// code that knows one: after each collection the hot path began again in the interpreter.

import type { Recorder } from '../recorder/recorder.js';
import type { OpenCall } from './call-tracer.js';
import { RecordedCall } from './recorded-call.js';
import { Ending } from './wrap-asynchronous.js';

const examples: object[] = [];

/** @param entriesOf makes objects of further classes */
export function keepLivingExamples(recorder: Recorder, entriesOf: (call: OpenCall) => readonly object[]): void {
  const call = RecordedCall.make(recorder);
  examples.push(call, new Ending(call), ...entriesOf(call));
}
