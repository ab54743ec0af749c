// What `random-contexts.ts` runs, as a file of its own: the frames of Tickscope are told by their file.

export { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
export { BodyHost } from '../../../src/capture/body/body-host.js';
export { BodyRuntime } from '../../../src/capture/body/body-runtime.js';
export { MeasuredBody } from '../../../src/capture/body/measured-body.js';
export { ScopeContextManager } from '../../../src/export/scope-context-manager.js';
export { RecordedLog } from '../recorder/recorded-log.js';
export type { CallTracer, OpenCall } from '../../../src/capture/wrap/call-tracer.js';
