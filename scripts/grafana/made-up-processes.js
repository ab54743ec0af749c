// Sends what a process under Tickscope sends, made up: every metric of the reference, with every attribute. A bot has not
// all of them at once: failed ticks, orders, gaps in its feed, losses.

const path = require('node:path');

const { ATTRIBUTES, METRICS } = require(path.join(__dirname, '../../dist/model/semconv/descriptions.js'));

const CUMULATIVE = 2;
/** Names where an attribute has no list of values. */
const NAMES = {
  'tickscope.tick.name': ['onTrade', 'onBook'],
  'tickscope.operation.name': ['loadPositions', 'EMA.next', 'SELECT positions', 'pool'],
  'tickscope.symbol': ['BTC-USD', 'ETH-USD', 'SOL-USD'],
  'tickscope.kept.reason': ['failed', 'slow', 'random'],
  'tickscope.feed.source': ['onTrade'],
  'tickscope.feed.connection': ['ws.example:443'],
  'tickscope.venue': ['paper'],
  'tickscope.loop.owner.name': ['poll (bot.js:41)'],
  'v8js.heap.space.name': ['old_space', 'new_space'],
  'v8js.resource.type': ['TCPSocketWrap', 'Timeout'],
};
/** Attributes of which more values would only be more of the same. */
const FEW = { 'tickscope.loss.cause': 2, 'tickscope.loop.owner.kind': 2 };
/** Ticks have symbols in metrics too, as many as are bounded. */
const ALSO = {
  'tickscope.tick.duration': ['tickscope.symbol'],
  'tickscope.tick.wait': ['tickscope.symbol'],
  'tickscope.tick.age': ['tickscope.symbol'],
};

function valuesOf(attribute) {
  const values = ATTRIBUTES[attribute].values ?? NAMES[attribute] ?? ['made up'];
  return values.slice(0, FEW[attribute]);
}

/** @returns {object[][]} every combination of the attributes of a metric, in the form of OTLP/JSON */
function combinations(attributes) {
  return attributes.reduce(
    (all, key) => all.flatMap((one) => valuesOf(key).map((stringValue) => [...one, { key, value: { stringValue } }])),
    [[]],
  );
}

/** Bucket of scale 4 that begins at 0.2 ms. */
const FIRST_BUCKET = -196;
/** Callbacks of 60 to 160 ms: stalls are on the dashboards too. */
const BUCKETS_LATER = { 'tickscope.loop.held': 130 };

/** 24 buckets, each 1.04 times the one before; more in the first ones. A little later for each series. */
function exponential(name, count, series) {
  const counts = Array.from({ length: 24 }, (_, bucket) => Math.round((count * (24 - bucket)) / 300));
  return {
    scale: 4,
    zeroCount: '0',
    positive: {
      offset: FIRST_BUCKET + (BUCKETS_LATER[name] ?? 0) + 4 * (series % 12),
      bucketCounts: counts.map(String),
    },
    count: String(counts.reduce((sum, inBucket) => sum + inBucket, 0)),
    sum: count * 0.0004,
  };
}

/** Time that passes now faster and now slower, and never back, so that rates rise and fall in the pictures. */
function uneven(seconds) {
  return seconds + 15 * Math.sin(seconds / 45);
}

function metric(name, { instrument, unit, attributes }, started, at) {
  const elapsed = uneven(at - started);
  const times = { startTimeUnixNano: `${started}000000000`, timeUnixNano: `${at}000000000` };
  const wanted = [...new Set([...attributes, ...(ALSO[name] ?? [])])];
  const points = combinations(wanted).map((pointAttributes, series) => ({
    attributes: pointAttributes,
    ...times,
    series,
  }));
  const described = { name, unit };
  if (instrument === 'exponential histogram') {
    const dataPoints = points.map(({ series, ...point }) => ({ ...point, ...exponential(name, elapsed * 20, series) }));
    return { ...described, exponentialHistogram: { aggregationTemporality: CUMULATIVE, dataPoints } };
  }
  // A feed is quiet for a second. Seconds of counters grow slower than time, and of ticks fewer end than start.
  const value = (series) => {
    if (name === 'tickscope.feed.last') return at - 1;
    if (instrument !== 'counter') return unit === 'By' ? 4e7 + 1e6 * series : 0.4 + 0.01 * series;
    if (unit === 's') return elapsed * 0.02;
    return Math.floor(elapsed * (name.endsWith('under_target') ? 19 : 20));
  };
  const dataPoints = points.map(({ series, ...point }) => ({ ...point, asDouble: value(series) }));
  if (instrument === 'gauge') return { ...described, gauge: { dataPoints } };
  const isMonotonic = instrument === 'counter';
  return { ...described, sum: { aggregationTemporality: CUMULATIVE, isMonotonic, dataPoints } };
}

/**
 * @param {string} collectorUrl
 * @param {{ service: string, instance: string, started: number, ended: number, interval: number }} life in whole seconds:
 *   `interval` between two exports, the last at `ended` or shortly before
 * @returns {Promise<void>} when the collector has everything
 */
async function sendMadeUpProcess(collectorUrl, { service, instance, started, ended, interval }) {
  const attributes = Object.entries({ 'service.name': service, 'service.instance.id': instance }).map(
    ([key, stringValue]) => ({ key, value: { stringValue } }),
  );
  for (let at = started + interval; at <= ended; at += interval) {
    const metrics = Object.entries(METRICS).map(([name, description]) => metric(name, description, started, at));
    const answer = await fetch(`${collectorUrl}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics }] }] }),
    });
    if (!answer.ok) throw new Error(`the collector answered ${answer.status}: ${await answer.text()}`);
  }
}

module.exports = { sendMadeUpProcess };
