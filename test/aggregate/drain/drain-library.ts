// What `random-programs.ts` runs of the product, as a file of its own: the frames of Tickscope are told by their file.

export { OpenTraces } from '../../../src/aggregate/drain/open-traces.js';
export { LogDrain } from '../../../src/aggregate/drain/log-drain.js';
export { RunningOperations } from '../../../src/aggregate/drain/running-operations.js';
export { Scopes } from '../../../src/aggregate/drain/scopes.js';
export { BodyHost } from '../../../src/capture/body/body-host.js';
export { BodyRuntime } from '../../../src/capture/body/body-runtime.js';
export { HAS_CONTEXT_FRAMES } from '../../../src/capture/body/promise-hooks.js';
export { ArrivalTracer } from '../../../src/capture/instrumentations/tick/arrivals/arrival-tracer.js';
export { LateRelays } from '../../../src/capture/instrumentations/tick/relays/late-relays.js';
export { TickTracer } from '../../../src/capture/instrumentations/tick/tick-tracer.js';
export { ProgramFunctions } from '../../../src/capture/load/program-functions.js';
export { ActiveScope } from '../../../src/capture/recorder/active-scope.js';
export { Recorder } from '../../../src/capture/recorder/recorder.js';
export { EMPTY_CONTEXT, scopeIn } from '../../../src/capture/recorder/scope-context.js';
export { insertBodies } from '../../../src/capture/rewrite/insert-bodies.js';
export { InsertionSites } from '../../../src/capture/rewrite/insertion-sites.js';
export { ProgramRules } from '../../../src/capture/rules/program-rules.js';
export { InstrumentedFunctions } from '../../../src/capture/wrap/instrumented-functions.js';
export { ReentryGuard } from '../../../src/capture/wrap/reentry-guard.js';
export { EventLog } from '../../../src/model/log/event-log.js';
export { NameTable } from '../../../src/model/name-table.js';
