// Writes docs/reference/metrics.md from src/model/semconv/descriptions.ts, where every metric and attribute is described.
//
//   npx node scripts/write-metrics-reference.js            writes docs/reference/metrics.md from dist, which has to be built
//   npx node scripts/write-metrics-reference.js --check    exits with 1 where docs/reference/metrics.md is not what dist gives

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { prometheusName } = require('./prometheus-name.js');

const root = path.join(__dirname, '..');
const referenceFile = path.join(root, 'docs/reference/metrics.md');
const lossesFile = path.join(root, 'dist/model/losses.js');
const namesFile = path.join(root, 'dist/model/semconv/descriptions.js');

const HEAD = `# Metrics

<!-- Written by scripts/write-metrics-reference.js from src/model/semconv/descriptions.ts: change that. -->

What a process hands to a metrics exporter. A metric costs nothing per tick: the sums are kept for the record anyway, and
are read when the reader collects, by default once a minute (\`OTEL_METRIC_EXPORT_INTERVAL\`). Memory, processor time and
the event loop are as of the last sample, at most a second old.

Names are those of OpenTelemetry's semantic conventions where one means the same. The instrumentation scope is
\`tickscope\`, in the version of the package. In Prometheus, dots become underscores and units become words; the tables have the result.
`;

const LOSSES = `
What was left out, by the values of \`tickscope.loss.cause\`. The report has the same ids in its JSON, and these words in the terminal.
`;

const NOTES = `
## How the numbers come

- **Time.** Sums and histograms are cumulative and begin with the process. A reader that prefers deltas gets what came
  since its last collection; up-down counters stay as they are. A delta histogram has no smallest and largest value.
- **Buckets.** Durations are recorded in exponential histograms of scale 6 for ticks and 4 for operations, at most 0.54 %
  and 2.2 % off, the buckets of OTLP. A point is handed out with at most 160 buckets (\`maxBuckets\`), because that is what
  consumers take by default. A wider one is given one scale lower, or as many as it takes: two neighbouring buckets become
  one. Counts and sum stay exact, and the report is made from the full histogram.
- **Bounds.** At most 192 names have series of their own; the rest share \`__other__\` of their kind, so that sums stay
  exact. Symbols are attributes of the metrics of feeds and orders, of at most 192 rows each, and of the durations, waits,
  response times and ages of ticks, of at most 32 and \`__other__\`: what came before a symbol had a series stays in \`__other__\`, so that
  the sum over symbols is the total. Strategies are of none: the report has them.
- **Delay of the event loop.** \`nodejs.eventloop.delay.*\` is not handed out: Node.js measures it by a timer, whose period is
  in every value and which wakes an idle loop a hundred times a second ([nodejs/node#56064](https://github.com/nodejs/node/issues/56064)).
  \`tickscope.loop.held\` is how long each callback held the loop, and \`tickscope.tick.wait\` how long ticks waited for it.
- **Exemplars** of \`tickscope.tick.duration\` are ticks that were sent as spans since the last collection: trace id, id of the
  root, duration, end, and \`tickscope.kept.reason\`; at most ten a point, the newest. OTLP has them, in protobuf and JSON.
- **Ticks** that begin, end, fail and stay under the target are four metrics and not states of one, because each contains
  the next: a sum over states would mean nothing.
- **Wait, response time and age** are of ticks, and of those of which they are known: see [the report](report.md#wait-response-time-and-age).
  What a tick waits for while it runs is something else, the operations of kind \`wait\`.
- **Orders**: what an order is, and what its legs are, says [the report](report.md#orders). Open are those that were started and have not ended.
- **Feeds**: what a silence is, and how it is known who it was, says [the report](report.md#feeds). A silence that is not over is the
  time since \`tickscope.feed.last\`.
- **Waiting** is an operation of kind \`wait\`: \`pool\` for a pool connection, \`loop:\` and an owner for who held the event loop, \`gc\`, \`start\`; or of kind \`untraced\`, for what nothing that is
  known explains.
- **Failure.** If the sums cannot be read, the collection is without them, the program's own metrics are sent, and
  \`tickscope.losses\` counts it.
`;

function code(text) {
  return `\`${text}\``;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function metricTable(metrics) {
  const rows = metrics.map(([name, metric]) => [
    `${code(name)}<br>${code(prometheusName(name, metric))}`,
    metric.instrument,
    code(metric.unit),
    metric.attributes.map((attribute) => code(attribute)).join(', '),
    metric.description,
  ]);
  return table(['name, and in Prometheus', 'kind', 'unit', 'attributes', 'what it says'], rows);
}

function attributeTable(attributes) {
  const rows = attributes.map(([name, { description, values = [] }]) => [
    code(name),
    description,
    values.map((value) => code(value)).join(', '),
  ]);
  return table(['name', 'what it says', 'values'], rows);
}

function lossTable({ LOSS_IDS, lossText }) {
  return table(
    ['cause', 'what was left out'],
    LOSS_IDS.map((id) => [code(id), lossText(id)]),
  );
}

function reference() {
  if (!existsSync(namesFile)) throw new Error('dist/model/semconv/descriptions.js is missing. Build it: npm run build');
  const { ATTRIBUTES, METRICS } = require(namesFile);
  const losses = require(lossesFile);
  const metrics = Object.entries(METRICS);
  const beginWith = (...starts) => metrics.filter(([name]) => starts.some((start) => name.startsWith(start)));
  const sections = [
    ['Ticks', metricTable(beginWith('tickscope.tick.'))],
    ['Events', metricTable(beginWith('tickscope.events.'))],
    ['Orders', metricTable(beginWith('tickscope.order.'))],
    ['Feeds', metricTable(beginWith('tickscope.feed.'))],
    ['Caches', metricTable(beginWith('tickscope.cache.'))],
    ['Operations', metricTable(beginWith('tickscope.operation.'))],
    ['Databases', metricTable(beginWith('db.', 'tickscope.connections.'))],
    [
      'The process',
      metricTable(
        beginWith(
          'nodejs.',
          'process.',
          'v8js.memory.',
          'v8js.resource.',
          'tickscope.memory.',
          'tickscope.thread_pool.',
        ),
      ),
    ],
    ['Event loop and garbage collection', metricTable(beginWith('tickscope.loop.', 'v8js.gc.', 'tickscope.gc.'))],
    ['Tickscope itself', metricTable(beginWith('tickscope.overhead.', 'tickscope.losses'))],
    ['Losses', `${LOSSES.trim()}\n\n${lossTable(losses)}`],
    ['Attributes', attributeTable(Object.entries(ATTRIBUTES).filter(([, { on }]) => on.includes('metric')))],
  ];
  const text = `${HEAD}${sections.map(([title, content]) => `\n## ${title}\n\n${content}\n`).join('')}${NOTES}`;
  const missing = metrics.filter(([name]) => !text.includes(code(name)));
  if (missing.length > 0)
    throw new Error(`no section of docs/reference/metrics.md takes ${missing.map(([name]) => name).join(', ')}`);
  return text;
}

const text = reference();
const isCheck = process.argv.includes('--check');
if (!isCheck) writeFileSync(referenceFile, text);
else if (!existsSync(referenceFile) || readFileSync(referenceFile, 'utf8') !== text) {
  console.error(
    'docs/reference/metrics.md is not what src/model/semconv/descriptions.ts says. Write it anew: npx node scripts/write-metrics-reference.js',
  );
  process.exitCode = 1;
}
