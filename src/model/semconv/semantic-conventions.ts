// Every name that leaves the process in a span or a metric; those of arrivals and of the runtime are beside this file, and so is what
// each means (`descriptions.ts`). Nothing else in Tickscope spells one out.
//
// Names, units and the rules for new names: https://opentelemetry.io/docs/specs/semconv/general/naming/. A name of the
// conventions is used wherever one means the same thing; what only Tickscope has begins with `tickscope.`.

// Attributes that only Tickscope has.
export const ATTR_TICK_NAME = 'tickscope.tick.name';
export const ATTR_OPERATION_KIND = 'tickscope.operation.kind';
export const ATTR_OPERATION_NAME = 'tickscope.operation.name';
export const ATTR_SYMBOL = 'tickscope.symbol';
export const ATTR_STRATEGY = 'tickscope.strategy';
export const ATTR_INDICATOR_LIBRARY = 'tickscope.indicator.library';
export const ATTR_INDICATOR_PARAMETERS = 'tickscope.indicator.parameters';
export const ATTR_KEPT_REASON = 'tickscope.kept.reason';
export const ATTR_LATE = 'tickscope.late';
export const ATTR_BACKDATED = 'tickscope.backdated';
export const ATTR_START_NANOS = 'tickscope.start_nanos';
export const ATTR_DURATION_NANOS = 'tickscope.duration_nanos';
export const ATTR_CRITICAL_PATH_NANOS = 'tickscope.critical_path_nanos';
export const ATTR_WAIT_NANOS = 'tickscope.wait_nanos';
export const ATTR_SELF_NANOS = 'tickscope.self_nanos';
export const ATTR_VENUE = 'tickscope.venue';
export const ATTR_LOSS_CAUSE = 'tickscope.loss.cause';
export const ATTR_MEMORY_TYPE = 'tickscope.memory.type';
export const ATTR_OVERHEAD_ACTIVITY = 'tickscope.overhead.activity';

// Attributes of the conventions.
export const ATTR_DB_SYSTEM_NAME = 'db.system.name';
export const ATTR_DB_OPERATION_NAME = 'db.operation.name';
export const ATTR_DB_NAMESPACE = 'db.namespace';
export const ATTR_DB_QUERY_TEXT = 'db.query.text';
export const ATTR_DB_QUERY_SUMMARY = 'db.query.summary';
export const ATTR_HTTP_REQUEST_METHOD = 'http.request.method';
export const ATTR_HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
export const ATTR_SERVER_ADDRESS = 'server.address';
export const ATTR_SERVER_PORT = 'server.port';
export const ATTR_URL_SCHEME = 'url.scheme';
export const ATTR_URL_TEMPLATE = 'url.template';
export const ATTR_ERROR_TYPE = 'error.type';
export const ATTR_EXCEPTION_TYPE = 'exception.type';
export const EVENT_EXCEPTION = 'exception';
export const ATTR_CODE_FUNCTION_NAME = 'code.function.name';
export const ATTR_CODE_FILE_PATH = 'code.file.path';
export const ATTR_CODE_LINE_NUMBER = 'code.line.number';
export const ATTR_CPU_MODE = 'cpu.mode';
export const ATTR_NODEJS_EVENTLOOP_STATE = 'nodejs.eventloop.state';

// Metrics that only Tickscope has.
export const METRIC_TICK_DURATION = 'tickscope.tick.duration';
export const METRIC_TICK_STARTED = 'tickscope.tick.started';
export const METRIC_TICK_ENDED = 'tickscope.tick.ended';
export const METRIC_TICK_FAILED = 'tickscope.tick.failed';
export const METRIC_TICK_UNDER_TARGET = 'tickscope.tick.under_target';
export const METRIC_TICK_KEPT = 'tickscope.tick.kept';
export const METRIC_OPERATION_DURATION = 'tickscope.operation.duration';
export const METRIC_OPERATION_CRITICAL_PATH = 'tickscope.operation.critical_path';
export const METRIC_OPERATION_SELF = 'tickscope.operation.self';
export const METRIC_OPERATION_FAILED = 'tickscope.operation.failed';
export const METRIC_OPERATION_LATE = 'tickscope.operation.late';
export const METRIC_LOSSES = 'tickscope.losses';
export const METRIC_MEMORY_USAGE = 'tickscope.memory.usage';
export const METRIC_MEMORY_PRIVATE = 'tickscope.memory.private';
export const METRIC_OVERHEAD_SPAN_RECORDED = 'tickscope.overhead.span.recorded';
export const METRIC_OVERHEAD_SPAN_TIME = 'tickscope.overhead.span.time';
export const METRIC_OVERHEAD_TICK_TIME = 'tickscope.overhead.tick.time';
export const METRIC_OVERHEAD_TIME = 'tickscope.overhead.time';
export const METRIC_OVERHEAD_HOLD_MAX = 'tickscope.overhead.hold.max';
export const METRIC_OVERHEAD_WRITTEN = 'tickscope.overhead.written';

// Metrics of the conventions.
export const METRIC_NODEJS_EVENTLOOP_UTILIZATION = 'nodejs.eventloop.utilization';
export const METRIC_NODEJS_EVENTLOOP_TIME = 'nodejs.eventloop.time';
export const METRIC_PROCESS_CPU_TIME = 'process.cpu.time';
export const METRIC_PROCESS_MEMORY_USAGE = 'process.memory.usage';
