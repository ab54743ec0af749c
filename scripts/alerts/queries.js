// The rules for Prometheus: what in-process alerts ask of sums, asked of series. The limits are those of the process.
//
// What is pushed has no staleness marker: the last point of a dead process stays for five minutes. Over three minutes there are three points
// of a program that exports every 60 s, OpenTelemetry's default, and none of one that has been dead for that long.
//
// Each rule is a function of the clock that its windows are written in, so that a test need not wait for minutes.

const { prometheusLabel, prometheusName } = require('../prometheus-name.js');
const { METRICS } = require('../../dist/model/semconv/descriptions.js');
const targets = require('../../dist/model/targets.js');
const { fromSource } = require('../from-source.js');
const limits = fromSource('src/control/alerts/limits.ts');

const SECOND = 1e9;
const MINUTE_MILLIS = 60_000;
const UNITS = [
  ['h', 60 * MINUTE_MILLIS],
  ['m', MINUTE_MILLIS],
  ['s', 1_000],
  ['ms', 1],
];
/** In minutes. */
const WINDOW = 3;
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
const lines = (...all) => all.join('\n');

/** What is written with a window in it, on a clock of which a minute is so much of one. */
class Clock {
  #pace;

  constructor(pace) {
    this.#pace = pace;
  }

  seconds(minutes) {
    return Number((minutes * 60 * this.#pace).toFixed(3));
  }

  /** @returns {string} as PromQL writes it */
  time(minutes) {
    const millis = Math.round(minutes * MINUTE_MILLIS * this.#pace);
    const [unit, size] = UNITS.find(([, of]) => millis % of === 0);
    return `${millis / size}${unit}`;
  }

  increase(series, minutes = WINDOW) {
    return `increase(${series}[${this.time(minutes)}])`;
  }

  rate(series, minutes = WINDOW) {
    return `rate(${series}[${this.time(minutes)}])`;
  }

  /** Only of processes that send. */
  get alive() {
    return `and on (${PROCESS}) count by (${PROCESS}) (count_over_time(${STARTED}[${this.time(WINDOW)}]))`;
  }

  /** The mean of a histogram is over its limit, of so many at least. */
  meanOver(series, nanos, least) {
    return lines(
      `histogram_avg(${sum(this.rate(series))}) >= ${nanos / SECOND}`,
      `and on (${PROCESS}) histogram_count(${sum(this.increase(series))}) >= ${least}`,
    );
  }
}

function operations(kind, name) {
  const labels = [`${prometheusLabel('tickscope.operation.kind')}="${kind}"`];
  if (name !== undefined) labels.push(`${prometheusLabel('tickscope.operation.name')}="${name}"`);
  return `${metric('tickscope.operation.duration')}{${labels.join(',')}}`;
}

/** Shares of the error budget, by window: its name, and minutes. With 95 % to be met no rate can be above 20. */
const BURN_WINDOWS = { '5m': 5, '30m': 30, '1h': 60, '6h': 360 };
const OVER_TARGET = (window) => `job:tickscope_tick_over_target:ratio_rate${window}`;
const BURN_LEAST_TICKS = limits.BURNS[0].long.least;
const allowed = 1 - targets.TICK_TARGET_SHARE;

function burning(clock, { rate: times }, long, short) {
  const limit = Number((times * allowed).toFixed(6));
  return [
    `${OVER_TARGET(long)} >= ${limit}`,
    `and ${OVER_TARGET(short)} >= ${limit}`,
    `and on (job) ${sum(clock.increase(ENDED, BURN_WINDOWS[short]), 'job')} >= ${BURN_LEAST_TICKS}`,
  ];
}

/** Sums that rules share, and dashboards may. */
function recordings(clock) {
  return [
    ...Object.entries(BURN_WINDOWS).map(([window, minutes]) => ({
      record: OVER_TARGET(window),
      expr: `1 - ${sum(clock.rate(UNDER_TARGET, minutes), 'job')} / ${sum(clock.rate(ENDED, minutes), 'job')}`,
    })),
    {
      record: 'job:tickscope_tick_duration_seconds:p95_5m',
      expr: `histogram_quantile(0.95, ${sum(clock.rate(metric('tickscope.tick.duration'), 5), 'job')})`,
    },
  ];
}

const ACTIVE = `${LOOP}{${prometheusLabel('nodejs.eventloop.state')}="active"}`;
const ACKNOWLEDGED = `${ORDERS}{${LEG}="acknowledged"}`;
const COLLECTOR = 'otelcol_exporter_queue_size';

/** Events of a feed in an hour, from which its usual interval is known; how many of those it may be silent, and how long at least. */
const FEED_LEAST_EVENTS = 20;
const FEED_INTERVALS = 20;

/** By the alert's id: the expression, for how long it has to hold, and what the notification says. */
const RULES = {
  'ticks-absent': (clock) => ({
    expr: lines(
      `max by (job) (last_over_time(${STARTED}[${clock.time(60)}])) > 0`,
      `unless on (job) ${sum(clock.increase(STARTED), 'job')} > 0`,
    ),
    for: clock.time(2),
    summary: '{{ $labels.job }}: no tick for three minutes, after {{ $value | humanize }}',
  }),
  overloaded: (clock) => {
    const started = sum(clock.increase(STARTED));
    const ended = `(${sum(clock.increase(ENDED))} or on (${PROCESS}) 0 * ${started})`;
    const meanWait = (offset = '') => `histogram_avg(${sum(`rate(${WAITS}[${clock.time(WINDOW)}]${offset})`)})`;
    const growth = Number((targets.FALLING_BEHIND.growth * clock.seconds(WINDOW)).toFixed(6));
    return {
      expr: lines(
        '(',
        `  ${started} > ${1 + targets.OVERLOAD_EXCESS} * ${ended}`,
        `  and on (${PROCESS}) ${started} >= ${targets.OVERLOAD_WINDOWS * limits.OVERLOAD_LEAST_TICKS}`,
        ')',
        'or',
        '(',
        `  ${meanWait()} - ${meanWait(` offset ${clock.time(WINDOW)}`)} > ${growth}`,
        `  and on (${PROCESS}) ${sum(clock.rate(ACTIVE))} / ${sum(clock.rate(LOOP))} >= ${targets.FALLING_BEHIND.busyShare}`,
        ')',
      ),
      for: clock.time(1),
      summary: '{{ $labels.job }}: ticks begin and do not end, or events wait longer and longer',
    };
  },
  'budget-burn': (clock) => ({
    expr: lines(
      '(',
      ...burning(clock, limits.BURNS[0], '1h', '5m').map((line) => `  ${line}`),
      ')',
      'or',
      '(',
      ...burning(clock, limits.BURNS[1], '6h', '30m').map((line) => `  ${line}`),
      ')',
    ),
    summary: '{{ $labels.job }}: {{ $value | humanizePercentage }} of ticks took 1 ms or longer',
  }),
  'loop-stall': (clock) => ({
    expr: `${sum(clock.rate(metric('tickscope.loop.stall.time')))} >= ${limits.STALLED_SHARE}`,
    summary: '{{ $labels.job }}: the event loop is held for {{ $value | humanizePercentage }} of the time',
  }),
  'feed-silent': (clock) => {
    const received = sum(clock.increase(metric('tickscope.feed.received'), 60), FEED);
    return {
      expr: lines(
        `time() - max by (${FEED}) (${metric('tickscope.feed.last')})`,
        `> on (${FEED}) clamp_min(${FEED_INTERVALS} * ${clock.seconds(60)} / ${received}, ${clock.seconds(WINDOW)})`,
        `and on (${FEED}) ${received} >= ${FEED_LEAST_EVENTS}`,
        clock.alive,
      ),
      summary: `{{ $labels.job }}: nothing from {{ $labels.${prometheusLabel('tickscope.feed.source')} }} {{ $labels.${prometheusLabel('tickscope.symbol')} }} for {{ $value | humanizeDuration }}`,
    };
  },
  'orders-late': (clock) => ({
    expr: lines(
      `histogram_sum(${sum(clock.rate(ORDERS, 5))}) / histogram_count(${sum(clock.rate(ACKNOWLEDGED, 5))}) >= ${limits.ORDER_NANOS / SECOND}`,
      `and on (${PROCESS}) histogram_count(${sum(clock.increase(ACKNOWLEDGED, 5))}) >= ${limits.ORDER_WINDOW.least}`,
    ),
    summary: '{{ $labels.job }}: {{ $value | humanizeDuration }} from tick to answer, on average',
  }),
  'database-slow': (clock) => ({
    expr: clock.meanOver(operations('query'), targets.QUERY_TARGET_NANOS, limits.QUERY_WINDOW.least),
    summary: '{{ $labels.job }}: queries take {{ $value | humanizeDuration }} on average',
  }),
  'pool-exhausted': (clock) => ({
    expr: clock.meanOver(operations('wait', 'pool'), limits.POOL_WAIT_NANOS, limits.POOL_WINDOW.least),
    summary: '{{ $labels.job }}: a connection takes {{ $value | humanizeDuration }} to get, on average',
  }),
  'cache-ratio': (clock) => {
    const look = (result) => {
      const ofResult = `{${prometheusLabel('tickscope.cache.result')}=~"${result}"}`;
      return sum(clock.increase(`${metric('tickscope.cache.lookups')}${ofResult}`, 5), CACHE);
    };
    return {
      expr: lines(
        `${look('hit')} / ${look('hit|miss')} <= ${targets.CACHE_TARGET_SHARE}`,
        `and on (${CACHE}) ${look('hit|miss')} >= ${limits.CACHE_LEAST_LOOKUPS}`,
      ),
      for: clock.time(5),
      summary: `{{ $labels.job }}: {{ $labels.${prometheusLabel('tickscope.cache.name')} }} hits {{ $value | humanizePercentage }} of look-ups`,
    };
  },
  'memory-high': (clock) => ({
    expr: lines(
      `min by (${PROCESS}) (min_over_time(${MEMORY}[${clock.time(WINDOW)}])) >= ${targets.MEMORY_OVER_BYTES}`,
      clock.alive,
    ),
    summary: '{{ $labels.job }}: RSS is {{ $value | humanize }}B',
  }),
  'memory-growth': (clock) => {
    const minutes = targets.MEMORY_STABILITY_NANOS / SECOND / 60;
    return {
      expr: lines(
        `max by (${PROCESS}) (deriv(${MEMORY}[${clock.time(minutes)}]) * ${clock.seconds(minutes)} / avg_over_time(${MEMORY}[${clock.time(minutes)}])) >= ${targets.MEMORY_STABILITY_SHARE}`,
        `and on (${PROCESS}) ${MEMORY} offset ${clock.time(minutes - 1)}`,
        clock.alive,
      ),
      for: clock.time(5),
      summary: '{{ $labels.job }}: RSS grows by {{ $value | humanizePercentage }} in half an hour',
    };
  },
  'telemetry-lost': (clock) => {
    const lost = `${LOSSES}{${CAUSE}=~"${limits.TELEMETRY_LOSSES.join('|')}"}`;
    const by = `${PROCESS}, ${CAUSE}`;
    return {
      // The first loss of a cause is the first point of its series, or follows a zero of when the process began: from either nothing increases.
      expr: lines(
        `${sum(clock.increase(lost), by)} > 0`,
        'or',
        `${sum(lost, by)} - (${sum(`${lost} offset ${clock.time(WINDOW)}`, by)} or 0 * ${sum(lost, by)}) > 0`,
      ),
      summary: `{{ $labels.job }}: {{ $value | humanize }} lost, {{ $labels.${CAUSE} }}`,
    };
  },
  'collector-down': (clock) => ({
    expr: lines(
      `max by (job) (count_over_time(${COLLECTOR}[${clock.time(60)}])) > 0`,
      `unless on (job) max by (job) (count_over_time(${COLLECTOR}[${clock.time(1)}])) > 0`,
    ),
    summary: '{{ $labels.job }}: the collector has sent nothing for a minute',
  }),
};

/** Rules are evaluated so often, in minutes. */
const EVALUATION = 1 / 4;

/**
 * @param {number} pace 1 as they are shipped; with 1 / 20 a window of a minute is one of three seconds, limits of shares and means stay
 * @returns {{ interval: string, recordings: object[], rules: Record<string, { expr: string, for?: string, summary: string }> }}
 */
function rulesAt(pace) {
  const clock = new Clock(pace);
  return {
    interval: clock.time(EVALUATION),
    recordings: recordings(clock),
    rules: Object.fromEntries(Object.entries(RULES).map(([id, rule]) => [id, rule(clock)])),
  };
}

module.exports = { rulesAt };
