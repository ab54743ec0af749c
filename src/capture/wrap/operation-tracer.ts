// Records the calls of one operation.

import type { Losses } from '../../model/losses.js';
import type { Recorder } from '../recorder/recorder.js';
import type { CallTracer, OpenCall } from './call-tracer.js';
import type { Operation } from './operation.js';
import { RecordedCall } from './recorded-call.js';

/** Records every call, under the running tick or as a tree of its own. */
export class OperationTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #operation: Operation;

  constructor(recorder: Recorder, operation: Operation) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#operation = operation;
  }

  start(_args: readonly unknown[], needsContext: boolean, _self?: unknown, takesCallback = false): OpenCall {
    const operation = this.#operation;
    operation.calls++;
    if (operation.readCaller !== undefined && this.#recorder.active.get() > 0) operation.calledInTick();
    return RecordedCall.ofOperation(this.#recorder, operation.id, needsContext, takesCallback);
  }
}
