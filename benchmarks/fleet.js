// What the rollups of a fleet cost: points of a made-up fleet go through clickhouse/rollups.sql in ClickHouse's own engine, and the
// ranking is asked of each table.
//
//   npm run bench:fleet                                      1,000 processes of ten services, 24 operations, ten minutes
//   npm run bench:fleet -- --processes 100 --minutes 60
//
// Prints rows, bytes on disk after all merges, and seconds of processor time, which other work on the machine does not change
// much. Needs `npm run stack:install -- --scale`. It runs without a collector: what that takes is not in here.

const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { installedForScale } = require('../scripts/stack/binaries.js');

const SQL = path.join(__dirname, '../clickhouse');
const OPERATIONS = 24;
const SERVICES = 10;
const TABLES = ['tickscope_1m_process', 'tickscope_1m', 'tickscope_1h'];
/** Of what rollups.sql reads, the columns that it names. */
const COMMON = `ServiceName LowCardinality(String), ResourceAttributes Map(LowCardinality(String), String), MetricName String,
  Attributes Map(LowCardinality(String), String), StartTimeUnix DateTime64(9), TimeUnix DateTime64(9), AggregationTemporality Int32`;
const STORED =
  'ENGINE = MergeTree PARTITION BY toDate(TimeUnix) ORDER BY (ServiceName, MetricName, Attributes, TimeUnix)';
const SOURCES = [
  `otel.otel_traces (Timestamp DateTime64(9), ServiceName String) ENGINE = MergeTree ORDER BY Timestamp`,
  `otel.otel_metrics_sum (${COMMON}, Value Float64) ${STORED}`,
  `otel.otel_metrics_exponential_histogram (${COMMON}, Count UInt64, Sum Float64, Scale Int32, ZeroCount UInt64,
    PositiveOffset Int32, PositiveBucketCounts Array(UInt64)) ${STORED}`,
];

const { values } = parseArgs({ options: { processes: { type: 'string' }, minutes: { type: 'string' } } });
const processes = Number(values.processes ?? 1_000);
const minutes = Number(values.minutes ?? 10);

const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-fleet-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const { Session } = require(installedForScale().chdb);
const session = new Session(folder);

function statementsOf(file) {
  const text = readFileSync(path.join(SQL, file), 'utf8').replaceAll(/^\s*--.*$/gm, '');
  return text.split(';').filter((statement) => statement.trim() !== '');
}

/** @returns {[unknown, number]} what it gave, and the seconds of processor time of all its threads */
function timed(work) {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
}

/** In the middle of a minute, so that each minute of points is one. */
const LAST = `toDateTime64(${Math.floor(Date.now() / 60_000) * 60 + 30}, 9)`;

/** 40 buckets of scale 4 for each operation, with the counts of a hump, and other counts in every process and minute. */
function insertPoints(minute) {
  const point = `
    concat('service-', toString(process % ${SERVICES})) AS ServiceName, map('service.instance.id', toString(process)) AS ResourceAttributes,
    map('tickscope.operation.kind', 'query', 'tickscope.operation.name', concat('operation ', toString(operation))) AS Attributes,
    ${LAST} - toIntervalMinute(${minute + 1}) AS StartTimeUnix, ${LAST} - toIntervalMinute(${minute}) AS TimeUnix`;
  const all = `(SELECT intDiv(number, ${OPERATIONS}) AS process, number % ${OPERATIONS} AS operation FROM numbers(${processes * OPERATIONS}))`;
  session.query(`INSERT INTO otel.otel_metrics_exponential_histogram (ServiceName, ResourceAttributes, Attributes, StartTimeUnix, TimeUnix,
      MetricName, AggregationTemporality, Count, Sum, Scale, ZeroCount, PositiveOffset, PositiveBucketCounts)
    SELECT ${point}, 'tickscope.operation.duration', 1,
      arraySum(arrayMap(i -> toUInt64(3000 * exp(-pow((i - 20) / 8, 2)) + cityHash64(i, process, operation, ${minute}) % 40), range(40)) AS counts),
      arraySum(counts) * 0.0005, 4, 0, toInt32(-200 + operation), counts
    FROM ${all}`);
  for (const metric of ['critical_path', 'self']) {
    session.query(`INSERT INTO otel.otel_metrics_sum (ServiceName, ResourceAttributes, Attributes, StartTimeUnix, TimeUnix,
        MetricName, AggregationTemporality, Value)
      SELECT ${point}, 'tickscope.operation.${metric}', 1, (cityHash64(process, operation, ${minute}) % 1000000) / 1e5 FROM ${all}`);
  }
}

session.query('CREATE DATABASE otel');
for (const source of SOURCES) session.query(`CREATE TABLE ${source}`);
const ingest = () => {
  for (let minute = minutes - 1; minute >= 0; minute--) insertPoints(minute);
};
// Without the views first, so that what they take is the difference.
const [, withoutViews] = timed(ingest);
for (const table of ['sum', 'exponential_histogram']) session.query(`TRUNCATE TABLE otel.otel_metrics_${table}`);
for (const statement of statementsOf('rollups.sql')) session.query(statement);
const [, withViews] = timed(ingest);

const points = processes * OPERATIONS * minutes * 3;
console.log(
  `${processes} processes of ${SERVICES} services, ${OPERATIONS} operations, ${minutes} minutes: ${points} points`,
);
console.log(`made and stored       ${withoutViews.toFixed(1)} s of processor time`);
console.log(
  `with the rollups      ${withViews.toFixed(1)} s, ${(((withViews - withoutViews) / points) * 1e6).toFixed(1)} µs a point more`,
);
for (const table of TABLES) {
  session.query(`OPTIMIZE TABLE otel.${table} FINAL`);
  const size = `SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'otel' AND table = '${table}'`;
  const [rows, bytes] = JSON.parse(session.query(size, 'JSONCompactEachRow')).map(Number);
  const [ranking] = statementsOf('ranking.sql');
  const ask = () => session.queryBind(ranking, { table, hours: Math.ceil(minutes / 60) + 1 }, 'JSONCompactEachRow');
  ask();
  const [answer, seconds] = timed(ask);
  const ranked = answer.trim().split('\n').length;
  console.log(
    `${table.padEnd(22)}${rows} rows, ${bytes} bytes, ${(bytes / rows).toFixed(0)} a row; ` +
      `ranking of ${ranked} operations ${seconds.toFixed(2)} s of processor time`,
  );
}
session.close();
