// The rules for Prometheus: what in-process alerts ask of sums, asked of series. The limits are those of the process.
//
// What is pushed has no staleness marker: the last point of a dead process stays for five minutes. Over three minutes there are three points
// of a program that exports every 60 s, OpenTelemetry's default, and none of one that has been dead for that long.

const { prometheusLabel, prometheusName } = require('../prometheus-name.js');
const { METRICS } = require('../../dist/model/semconv/descriptions.js');
const targets = require('../../dist/model/targets.js');
const { fromSource } = require('../from-source.js');
const limits = fromSource('src/control/alerts/limits.ts');

const SECOND = 1e9;
const WINDOW = '3m';
const WINDOW_SECONDS = 180;
/** Of one process. */
const PROCESS = 'job, instance';

/** @returns {string} a metric of Tickscope's as Prometheus calls it */
function metric(name) {
  if (METRICS[name] === undefined) throw new Error(`there is no metric ${name}`);
  return prometheusName(name, METRICS[name]);
}

const STARTED = metric('tickscope.tick.started');
const ENDED = metric('tickscope.tick.ended');
const UNDER_TARGET = metric('tickscope.tick.under_target');
const WAITS = `${metric('tickscope.tick.wait')}{${prometheusLabel('tickscope.wait.basis')}="bound"}`;
const LOOP = metric('nodejs.eventloop.time');
const MEMORY = metric('process.memory.usage');
const ORDERS = metric('tickscope.order.duration');
const LEG = prometheusLabel('tickscope.order.leg');
const LOSSES = metric('tickscope.losses');
const CAUSE = prometheusLabel('tickscope.loss.cause');
const FEED = [
  PROCESS,
  ...['tickscope.feed.source', 'tickscope.symbol', 'tickscope.feed.connection'].map(prometheusLabel),
].join(', ');
const CACHE = [PROCESS, prometheusLabel('tickscope.cache.name')].join(', ');

const sum = (of, by = PROCESS) => `sum by (${by}) (${of})`;
const increase = (series, window = WINDOW) => `increase(${series}[${window}])`;
const rate = (series, window = WINDOW) => `rate(${series}[${window}])`;
const lines = (...all) => all.join('\n');
/** Only of processes that send. */
const ALIVE = `and on (${PROCESS}) count by (${PROCESS}) (count_over_time(${STARTED}[${WINDOW}]))`;

function operations(kind, name) {
  const labels = [`${prometheusLabel('tickscope.operation.kind')}="${kind}"`];
  if (name !== undefined) labels.push(`${prometheusLabel('tickscope.operation.name')}="${name}"`);
  return `${metric('tickscope.operation.duration')}{${labels.join(',')}}`;
}

/** The mean of a histogram is over its limit, of so many at least. */
function meanOver(series, nanos, least) {
  return lines(
    `histogram_avg(${sum(rate(series))}) >= ${nanos / SECOND}`,
    `and on (${PROCESS}) histogram_count(${sum(increase(series))}) >= ${least}`,
  );
}

/** Shares of the error budget, by window. With 95 % to be met no rate can be above 20. */
const BURN_WINDOWS = ['5m', '30m', '1h', '6h'];
const OVER_TARGET = (window) => `job:tickscope_tick_over_target:ratio_rate${window}`;
const BURN_LEAST_TICKS = limits.BURNS[0].long.least;
const allowed = 1 - targets.TICK_TARGET_SHARE;

function burning({ rate: times }, long, short) {
  const limit = Number((times * allowed).toFixed(6));
  return [
    `${OVER_TARGET(long)} >= ${limit}`,
    `and ${OVER_TARGET(short)} >= ${limit}`,
    `and on (job) ${sum(increase(ENDED, short), 'job')} >= ${BURN_LEAST_TICKS}`,
  ];
}

/** Sums that rules share, and dashboards may. */
const RECORDINGS = [
  ...BURN_WINDOWS.map((window) => ({
    record: OVER_TARGET(window),
    expr: `1 - ${sum(rate(UNDER_TARGET, window), 'job')} / ${sum(rate(ENDED, window), 'job')}`,
  })),
  {
    record: 'job:tickscope_tick_duration_seconds:p95_5m',
    expr: `histogram_quantile(0.95, ${sum(rate(metric('tickscope.tick.duration'), '5m'), 'job')})`,
  },
];

const started = sum(increase(STARTED));
const ended = `(${sum(increase(ENDED))} or on (${PROCESS}) 0 * ${started})`;
const active = `${LOOP}{${prometheusLabel('nodejs.eventloop.state')}="active"}`;
const meanWait = (offset = '') => `histogram_avg(${sum(`rate(${WAITS}[${WINDOW}]${offset})`)})`;
const received = sum(increase(metric('tickscope.feed.received'), '1h'), FEED);
const look = (result) =>
  sum(
    increase(`${metric('tickscope.cache.lookups')}{${prometheusLabel('tickscope.cache.result')}=~"${result}"}`, '5m'),
    CACHE,
  );
const acknowledged = `${ORDERS}{${LEG}="acknowledged"}`;
const COLLECTOR = 'otelcol_exporter_queue_size';

/** Events of a feed in an hour, from which its usual interval is known; how many of those it may be silent, and how long at least. */
const FEED_LEAST_EVENTS = 20;
const FEED_INTERVALS = 20;

/** By the alert's id: the expression, for how long it has to hold, and what the notification says. */
const RULES = {
  'ticks-absent': {
    expr: lines(
      `max by (job) (last_over_time(${STARTED}[1h])) > 0`,
      `unless on (job) ${sum(increase(STARTED), 'job')} > 0`,
    ),
    for: '2m',
    summary: '{{ $labels.job }}: no tick for three minutes, after {{ $value | humanize }}',
  },
  overloaded: {
    expr: lines(
      '(',
      `  ${started} > ${1 + targets.OVERLOAD_EXCESS} * ${ended}`,
      `  and on (${PROCESS}) ${started} >= ${targets.OVERLOAD_WINDOWS * limits.OVERLOAD_LEAST_TICKS}`,
      ')',
      'or',
      '(',
      `  ${meanWait()} - ${meanWait(` offset ${WINDOW}`)} > ${Number((targets.FALLING_BEHIND.growth * WINDOW_SECONDS).toFixed(6))}`,
      `  and on (${PROCESS}) ${sum(rate(active))} / ${sum(rate(LOOP))} >= ${targets.FALLING_BEHIND.busyShare}`,
      ')',
    ),
    for: '1m',
    summary: '{{ $labels.job }}: ticks begin and do not end, or events wait longer and longer',
  },
  'budget-burn': {
    expr: lines(
      '(',
      ...burning(limits.BURNS[0], '1h', '5m').map((line) => `  ${line}`),
      ')',
      'or',
      '(',
      ...burning(limits.BURNS[1], '6h', '30m').map((line) => `  ${line}`),
      ')',
    ),
    summary: '{{ $labels.job }}: {{ $value | humanizePercentage }} of ticks took 1 ms or longer',
  },
  'loop-stall': {
    expr: `${sum(rate(metric('tickscope.loop.stall.time')))} >= ${limits.STALLED_SHARE}`,
    summary: '{{ $labels.job }}: the event loop is held for {{ $value | humanizePercentage }} of the time',
  },
  'feed-silent': {
    expr: lines(
      `time() - max by (${FEED}) (${metric('tickscope.feed.last')})`,
      `> on (${FEED}) clamp_min(${FEED_INTERVALS} * 3600 / ${received}, ${WINDOW_SECONDS})`,
      `and on (${FEED}) ${received} >= ${FEED_LEAST_EVENTS}`,
      ALIVE,
    ),
    summary: `{{ $labels.job }}: nothing from {{ $labels.${prometheusLabel('tickscope.feed.source')} }} {{ $labels.${prometheusLabel('tickscope.symbol')} }} for {{ $value | humanizeDuration }}`,
  },
  'orders-late': {
    expr: lines(
      `histogram_sum(${sum(rate(ORDERS, '5m'))}) / histogram_count(${sum(rate(acknowledged, '5m'))}) >= ${limits.ORDER_NANOS / SECOND}`,
      `and on (${PROCESS}) histogram_count(${sum(increase(acknowledged, '5m'))}) >= ${limits.ORDER_WINDOW.least}`,
    ),
    summary: '{{ $labels.job }}: {{ $value | humanizeDuration }} from tick to answer, on average',
  },
  'database-slow': {
    expr: meanOver(operations('query'), targets.QUERY_TARGET_NANOS, limits.QUERY_WINDOW.least),
    summary: '{{ $labels.job }}: queries take {{ $value | humanizeDuration }} on average',
  },
  'pool-exhausted': {
    expr: meanOver(operations('wait', 'pool'), limits.POOL_WAIT_NANOS, limits.POOL_WINDOW.least),
    summary: '{{ $labels.job }}: a connection takes {{ $value | humanizeDuration }} to get, on average',
  },
  'cache-ratio': {
    expr: lines(
      `${look('hit')} / ${look('hit|miss')} <= ${targets.CACHE_TARGET_SHARE}`,
      `and on (${CACHE}) ${look('hit|miss')} >= ${limits.CACHE_LEAST_LOOKUPS}`,
    ),
    for: '5m',
    summary: `{{ $labels.job }}: {{ $labels.${prometheusLabel('tickscope.cache.name')} }} hits {{ $value | humanizePercentage }} of look-ups`,
  },
  'memory-high': {
    expr: lines(`min by (${PROCESS}) (min_over_time(${MEMORY}[${WINDOW}])) >= ${targets.MEMORY_TARGET_BYTES}`, ALIVE),
    summary: '{{ $labels.job }}: RSS is {{ $value | humanize }}B',
  },
  'memory-growth': {
    expr: lines(
      `max by (${PROCESS}) (deriv(${MEMORY}[30m]) * ${targets.MEMORY_STABILITY_NANOS / SECOND} / avg_over_time(${MEMORY}[30m])) >= ${targets.MEMORY_STABILITY_SHARE}`,
      `and on (${PROCESS}) ${MEMORY} offset 29m`,
      ALIVE,
    ),
    for: '5m',
    summary: '{{ $labels.job }}: RSS grows by {{ $value | humanizePercentage }} in half an hour',
  },
  'telemetry-lost': {
    expr: `${sum(increase(`${LOSSES}{${CAUSE}=~"${limits.TELEMETRY_LOSSES.join('|')}"}`), `${PROCESS}, ${CAUSE}`)} > 0`,
    summary: `{{ $labels.job }}: {{ $value | humanize }} lost, {{ $labels.${CAUSE} }}`,
  },
  'collector-down': {
    expr: lines(
      `max by (job) (count_over_time(${COLLECTOR}[1h])) > 0`,
      `unless on (job) max by (job) (count_over_time(${COLLECTOR}[1m])) > 0`,
    ),
    summary: '{{ $labels.job }}: the collector has sent nothing for a minute',
  },
};

module.exports = { RECORDINGS, RULES };
