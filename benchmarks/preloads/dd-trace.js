// dd-trace as it is installed, with a span for every tick and every operation, sent to the agent in DD_TRACE_AGENT_URL.

const { findDdTrace } = require('../find-dd-trace.js');

const tracer = require(findDdTrace()).init();
// `tracer.wrap` ends a span with the promise that the function returns.
const wrap = (fn, name) => tracer.wrap(name, fn);
globalThis.benchmark = { wrapTick: wrap, wrapOperation: wrap };
