// Every variable of OpenTelemetry's environment, and what becomes of it; docs/reference/environment.md is written from this.
//
// The variables are those of the specification, and what sdk-node and the OTLP exporters read besides. One table of over 300 lines: a reader looks
// a variable up in it.

/** Honoured: as OpenTelemetry defines it. Changed: the description says how. Refused: said once, when the process starts. */
type Treatment = 'honoured' | 'changed' | 'refused';

interface EnvironmentRow {
  /** Several where one says for a signal what another says for all. */
  readonly names: readonly string[];
  readonly treatment: Treatment;
  /** The value without the variable; none where it is empty. */
  readonly otherwise: string;
  /** Of a refused variable: why, and what to do instead; it continues `NAME "value" is not supported: `. */
  readonly description: string;
}

export interface EnvironmentGroup {
  readonly title: string;
  readonly rows: readonly EnvironmentRow[];
}

function honoured(name: string, otherwise: string, description: string): EnvironmentRow {
  return { names: [name], treatment: 'honoured', otherwise, description };
}

function changed(name: string, otherwise: string, description: string): EnvironmentRow {
  return { names: [name], treatment: 'changed', otherwise, description };
}

function refused(name: string, description: string): EnvironmentRow {
  return { names: [name], treatment: 'refused', otherwise: '', description };
}

/** A variable for all signals, and those for one that take its place. */
function perSignal(option: string, row: Omit<EnvironmentRow, 'names'>): EnvironmentRow {
  const names = ['', 'TRACES_', 'METRICS_', 'LOGS_'].map((signal) => `OTEL_EXPORTER_OTLP_${signal}${option}`);
  return { names, ...row };
}

const PROGRAM_SPANS = 'Of spans of the program’s instrumentations.';
const ANY_LIMIT = `${PROGRAM_SPANS} On the spans of a tick there is room for 128 attributes and 128 events each, and for 2,048 in all.`;

const GENERAL: EnvironmentGroup = {
  title: 'General',
  rows: [
    honoured('OTEL_SDK_DISABLED', 'false', '`true`: nothing is installed, no hook and no propagator.'),
    honoured('OTEL_SERVICE_NAME', 'unknown_service:node', 'Name of the program in traces, metrics and logs.'),
    honoured('OTEL_RESOURCE_ATTRIBUTES', '', 'Attributes of everything that is sent, `key=value,key=value`.'),
    honoured(
      'OTEL_NODE_RESOURCE_DETECTORS',
      'all',
      'What is found out about the process: `env`, `host`, `os`, `process`, `serviceinstance`, `all` or `none`. `env` reads the two variables above.',
    ),
    changed(
      'OTEL_LOG_LEVEL',
      '',
      'What OpenTelemetry prints about itself: `ALL`, `VERBOSE`, `DEBUG`, `INFO`, `WARN`, `ERROR` or `NONE`. Without it only what is wrong with a variable is said, so that nothing is mixed into the program’s output. With it, `INFO` and finer go to stdout, as the API’s console logger has it.',
    ),
    honoured('OTEL_PROPAGATORS', 'tracecontext,baggage', '`tracecontext`, `baggage`, `b3`, `b3multi` or `none`.'),
    changed(
      'OTEL_TRACES_SAMPLER',
      'parentbased_always_on',
      `${PROGRAM_SPANS} Which ticks are sent is decided when they have ended: the slow, the failed, and one in 128.`,
    ),
    changed('OTEL_TRACES_SAMPLER_ARG', '1', 'As the sampler.'),
    changed(
      'OTEL_SEMCONV_STABILITY_OPT_IN',
      '',
      'Instrumentations of the program read it. Tickscope has the stable names only, with it and without.',
    ),
    refused(
      'OTEL_CONFIG_FILE',
      'a file replaces the span processors, and ticks would not be sent. Set the variables of this list instead.',
    ),
    refused(
      'OTEL_EXPERIMENTAL_CONFIG_FILE',
      'a file replaces the span processors, and ticks would not be sent. Set the variables of this list instead.',
    ),
    refused('OTEL_ENTITIES', 'the SDK knows no entities yet. Put what they say into OTEL_RESOURCE_ATTRIBUTES.'),
  ],
};

const EXPORTERS: EnvironmentGroup = {
  title: 'What is sent, and to where',
  rows: [
    changed(
      'OTEL_TRACES_EXPORTER',
      'otlp with an endpoint, else none',
      '`otlp`, `console`, `zipkin` or `none`, or several. OpenTelemetry sends to localhost where nothing is set; Tickscope sends nothing.',
    ),
    changed(
      'OTEL_METRICS_EXPORTER',
      'otlp with an endpoint, else none',
      '`otlp`, `console`, `prometheus` or `none`, or several; without a variable nothing is sent.',
    ),
    changed(
      'OTEL_LOGS_EXPORTER',
      'otlp with an endpoint, else none',
      'Of log records that the program makes itself: `otlp`, `console` or `none`, or several; without a variable nothing is sent.',
    ),
    perSignal('ENDPOINT', {
      treatment: 'changed',
      otherwise: '',
      description:
        'Address of the collector. `/v1/traces` and the like are added to the one for all signals only. An address that cannot be read sends nothing, and is said; OpenTelemetry would send to localhost.',
    }),
    perSignal('PROTOCOL', {
      treatment: 'honoured',
      otherwise: 'http/protobuf',
      description: '`http/protobuf`, `http/json` or `grpc`. The package for `grpc` loads when it is asked for.',
    }),
    perSignal('HEADERS', {
      treatment: 'changed',
      otherwise: '',
      description:
        'Headers of each request, `key=value,key=value`. Those of a signal are added to those of all. An entry that cannot be sent as it is written is said, by its place and without its value.',
    }),
    perSignal('COMPRESSION', {
      treatment: 'honoured',
      otherwise: 'none',
      description: '`gzip` or `none`.',
    }),
    perSignal('TIMEOUT', {
      treatment: 'honoured',
      otherwise: '10000',
      description: 'Milliseconds for one request, its retries included.',
    }),
    perSignal('CERTIFICATE', {
      treatment: 'honoured',
      otherwise: '',
      description: 'File with the certificates, PEM, by which the collector is trusted.',
    }),
    perSignal('CLIENT_CERTIFICATE', {
      treatment: 'honoured',
      otherwise: '',
      description: 'File with the program’s certificate, PEM.',
    }),
    perSignal('CLIENT_KEY', {
      treatment: 'honoured',
      otherwise: '',
      description: 'File with the private key of that certificate, PEM.',
    }),
    perSignal('INSECURE', {
      treatment: 'honoured',
      otherwise: 'false',
      description: '`true`: no TLS, for `grpc` to an address without `http://` or `https://`.',
    }),
    changed(
      'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
      'cumulative',
      '`cumulative`, `delta` or `lowmemory`. Tickscope’s sums are read when they are collected: `lowmemory` leaves them cumulative.',
    ),
    changed(
      'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
      'explicit_bucket_histogram',
      'Of the program’s histograms: `explicit_bucket_histogram` or `base2_exponential_bucket_histogram`. Tickscope’s are exponential in any case.',
    ),
    honoured('OTEL_EXPORTER_PROMETHEUS_HOST', 'localhost', 'Address on which Prometheus may ask for metrics.'),
    honoured(
      'OTEL_EXPORTER_PROMETHEUS_PORT',
      '9464',
      'Port for it. It opens with `OTEL_METRICS_EXPORTER=prometheus` only.',
    ),
    honoured('OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'http://localhost:9411/api/v2/spans', 'Address of Zipkin.'),
    refused(
      'OTEL_EXPORTER_ZIPKIN_TIMEOUT',
      'the Zipkin exporter has no limit of its own. OTEL_BSP_EXPORT_TIMEOUT limits every exporter of spans.',
    ),
    refused('OTEL_EXPORTER_ZIPKIN_PROTOCOL', 'the Zipkin exporter sends JSON of version 2 and nothing else.'),
    refused('OTEL_EXPORTER_JAEGER_ENDPOINT', 'Jaeger takes OTLP. Set OTEL_EXPORTER_OTLP_ENDPOINT.'),
    refused('OTEL_EXPORTER_JAEGER_AGENT_HOST', 'Jaeger takes OTLP. Set OTEL_EXPORTER_OTLP_ENDPOINT.'),
    refused('OTEL_EXPORTER_JAEGER_AGENT_PORT', 'Jaeger takes OTLP. Set OTEL_EXPORTER_OTLP_ENDPOINT.'),
  ],
};

const SPANS: EnvironmentGroup = {
  title: 'Spans',
  rows: [
    changed(
      'OTEL_BSP_SCHEDULE_DELAY',
      '200',
      'Milliseconds that a request waits for more spans, instead of OpenTelemetry’s 5,000; a full one leaves when the event loop is free, and up to eight are on their way where the collector is slow.',
    ),
    honoured(
      'OTEL_BSP_EXPORT_TIMEOUT',
      '30000',
      'Milliseconds after which a request for spans that was not answered is lost.',
    ),
    changed(
      'OTEL_BSP_MAX_QUEUE_SIZE',
      '8192',
      'Spans that may wait, those on their way included: four times OpenTelemetry’s number: its own is 34 ticks of 60 spans. A tick that finds too little room is left out as a whole, and counted.',
    ),
    changed(
      'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
      '512',
      'Spans of one request. OTLP’s are serialised in slices of 64, each in a turn of the event loop of its own: 512 at once hold it for 2 to 4 ms. The other exporters, which serialise a request in one go, get 64 at most.',
    ),
    changed('OTEL_ATTRIBUTE_COUNT_LIMIT', '128', `${ANY_LIMIT} Log records have it too.`),
    changed('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '', `${PROGRAM_SPANS} Log records have it too.`),
    changed('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', '128', ANY_LIMIT),
    changed('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', '', PROGRAM_SPANS),
    changed('OTEL_SPAN_EVENT_COUNT_LIMIT', '128', ANY_LIMIT),
    changed('OTEL_SPAN_LINK_COUNT_LIMIT', '128', `${PROGRAM_SPANS} A tick has four at most.`),
    changed('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '128', PROGRAM_SPANS),
    changed('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '128', PROGRAM_SPANS),
    changed('OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT', '128', 'An older name of `OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT`.'),
    changed('OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT', '128', 'An older name of `OTEL_LINK_ATTRIBUTE_COUNT_LIMIT`.'),
  ],
};

const METRICS: EnvironmentGroup = {
  title: 'Metrics',
  rows: [
    honoured('OTEL_METRIC_EXPORT_INTERVAL', '60000', 'Milliseconds between two collections.'),
    honoured(
      'OTEL_METRIC_EXPORT_TIMEOUT',
      '30000',
      'Milliseconds after which a collection that was not answered is lost; no more than the interval.',
    ),
    changed(
      'OTEL_NODE_EXPERIMENTAL_SDK_METRICS',
      'false',
      '`true`: the SDK counts spans of the program’s instrumentations. The queue counts what it lost in `tickscope.losses`.',
    ),
    refused('OTEL_METRICS_EXEMPLAR_FILTER', 'the metrics SDK makes no exemplars.'),
  ],
};

const LOGS: EnvironmentGroup = {
  title: 'Logs',
  rows: [
    honoured('OTEL_BLRP_SCHEDULE_DELAY', '1000', 'Milliseconds between two requests.'),
    honoured('OTEL_BLRP_EXPORT_TIMEOUT', '30000', 'Milliseconds after which a request that was not answered is lost.'),
    honoured('OTEL_BLRP_MAX_QUEUE_SIZE', '2048', 'Log records that may wait.'),
    honoured('OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', '512', 'Log records of one request.'),
    honoured('OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', '128', 'Attributes of one log record.'),
    honoured('OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', '', 'Characters of one attribute.'),
  ],
};

const TICKSCOPE: EnvironmentGroup = {
  title: 'Tickscope',
  rows: [
    honoured(
      'TICKSCOPE_DOCTOR',
      'false',
      '`true` or `1`: functions that no rule takes are looked at too. `tickscope doctor` sets it; it makes the program slower.',
    ),
    honoured('TICKSCOPE_DISABLED', 'false', '`true` or `1`: nothing is installed.'),
    honoured(
      'TICKSCOPE_CONFIG',
      'tickscope.config.*',
      'The configuration file, from the working directory; without it `tickscope.config.cjs`, `.mjs`, `.json` or `.ts` there. Set for child processes.',
    ),
    honoured('TICKSCOPE_DIR', '.tickscope', 'Folder of the runs, from the working directory.'),
    honoured(
      'TICKSCOPE_RUN',
      'a new folder in TICKSCOPE_DIR',
      'Folder of this run. Set for child processes, so that they belong to the same run; a manager such as pm2, which starts the workers itself, has to be given it.',
    ),
    honoured(
      'TICKSCOPE_CODE_CACHE',
      '$XDG_CACHE_HOME/tickscope or ~/.cache/tickscope; on Windows %LOCALAPPDATA%\\tickscope',
      'Folder for what V8 has compiled of Tickscope, about 2 MB for each version of Node.js and set of flags; the next start takes half as long. It is used where only the user can write it and the folder around it. `off`, `false` or `0`: none.',
    ),
    honoured(
      'TICKSCOPE_SEGMENT_MILLIS',
      '10000',
      'How often the process writes what it measured: a whole number from 100 to 3,600,000.',
    ),
    honoured(
      'TICKSCOPE_TICK_BUDGET',
      '1ms',
      'A tick that takes this long or longer is kept with its tree: a number and `us`, `ms`, `s`, `m`, `h` or `d`. The limit of target P1 stays 1 ms.',
    ),
    honoured(
      'TICKSCOPE_FLUSH_MILLIS',
      '2000',
      'How long a program that has come to its end waits for what is still to be sent: a whole number from 0 to 60,000. Where nothing answers, and this is not set, half a second.',
    ),
    honoured(
      'TICKSCOPE_TICKS_PER_SECOND',
      '20',
      'So many of the kept ticks are sent as spans in a second, at most: a whole number from 1 to 1,000,000. Where there are more, reasons that are rare keep their part, and the others are thinned by chance; what is left out is counted in `tickscope.losses`. The record is not touched by it.',
    ),
    honoured(
      'TICKSCOPE_EVENT_LOOP',
      'callbacks',
      'How closely the event loop is watched. `callbacks`: who held it, callback by callback. `turns`: only how long each turn took; so it is on a Node.js that would charge every `await` for more. `off`: not at all; then waiting in a tick that nobody traced counts as its self time.',
    ),
    honoured(
      'TICKSCOPE_EXPORT',
      'thread',
      'Where spans and metrics are sent from. `thread`: the program’s. `worker`: a thread of Tickscope’s own, for OTLP over HTTP; all other exporters stay in the program’s, and so do worker threads of the program and programs with `OTEL_LOG_LEVEL`. `off`: nothing is sent, whatever the variables of OpenTelemetry say.',
    ),
    honoured(
      'TICKSCOPE_PROPAGATE',
      'false',
      '`true` or `1`: requests of `node:http`, `node:https` and undici that the program makes in a tick get the header `traceparent`, so that what answers them goes on in the trace of the tick. Exchanges may refuse headers that they do not know.',
    ),
    honoured(
      'TICKSCOPE_PROFILE',
      'false',
      '`true` or `1`: the processor is sampled, and the report names the functions that were running below the handlers: [profile.md](profile.md) has what that costs. Node.js 24.12 and later; the main thread.',
    ),
    honoured(
      'TICKSCOPE_MEMORY',
      'false',
      '`true` or `1`: the lines that keep more and more memory are looked for: [memory.md](memory.md) has what that costs. The main thread.',
    ),
    honoured(
      'TICKSCOPE_ALERTS',
      'false',
      '`true` or `1`: alerts are said on stderr while the program runs; [alerts](../guides/alerts.md) has them. `false` or `0`: none, whatever the file and the next three say.',
    ),
    honoured(
      'TICKSCOPE_ALERTS_WEBHOOK',
      '',
      'Address that gets alerts as JSON by HTTP POST. Asks for alerts by itself. No line has more of it than its host.',
    ),
    honoured(
      'TICKSCOPE_ALERTS_COMMAND',
      '',
      'A file that is run for each alert, from the working directory, with its JSON on stdin. Asks for alerts by itself. Arguments are given in the configuration file.',
    ),
    honoured('TICKSCOPE_ALERTS_WITHOUT', '', 'Alerts that are left out, `memory-high,cache-ratio`.'),
  ],
};

export const ENVIRONMENT: readonly EnvironmentGroup[] = [TICKSCOPE, GENERAL, EXPORTERS, SPANS, METRICS, LOGS];
