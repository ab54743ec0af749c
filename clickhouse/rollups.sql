-- What Tickscope measures, added up as it comes in: by process and minute, by service and minute, by service and hour.
--
--   clickhouse-client --queries-file clickhouse/rollups.sql
--
-- The tables that it reads are the collector's: it runs once they are there, and may run again. Programs send deltas
-- (OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta): a view sees one block and knows nothing of the point before.
-- Sums are whole nanoseconds and buckets are counts, so that they add up to the same in any order.

-- A block that is sent again, because its answer was lost, is known by its content, in these tables and in those below.
ALTER TABLE otel.otel_traces MODIFY SETTING non_replicated_deduplication_window = 1000;
ALTER TABLE otel.otel_metrics_sum MODIFY SETTING non_replicated_deduplication_window = 1000;
ALTER TABLE otel.otel_metrics_exponential_histogram MODIFY SETTING non_replicated_deduplication_window = 1000;

-- By process. Bucket i of scale s holds what is longer than 2^(i / 2^s) seconds and not longer than 2^((i + 1) / 2^s).
CREATE TABLE IF NOT EXISTS otel.tickscope_1m_process
(
    time DateTime,
    service LowCardinality(String),
    kind LowCardinality(String),
    name LowCardinality(String),
    process String,
    scale Int8,
    calls SimpleAggregateFunction(sum, UInt64),
    zero_calls SimpleAggregateFunction(sum, UInt64),
    duration_nanos SimpleAggregateFunction(sum, UInt64),
    critical_path_nanos SimpleAggregateFunction(sum, UInt64),
    self_nanos SimpleAggregateFunction(sum, UInt64),
    failed SimpleAggregateFunction(sum, UInt64),
    late SimpleAggregateFunction(sum, UInt64),
    buckets SimpleAggregateFunction(sumMap, Map(Int16, UInt64))
)
ENGINE = AggregatingMergeTree
PARTITION BY toDate(time)
ORDER BY (kind, name, time, service, process, scale)
TTL time + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- By service.
CREATE TABLE IF NOT EXISTS otel.tickscope_1m
(
    time DateTime,
    service LowCardinality(String),
    kind LowCardinality(String),
    name LowCardinality(String),
    scale Int8,
    calls SimpleAggregateFunction(sum, UInt64),
    zero_calls SimpleAggregateFunction(sum, UInt64),
    duration_nanos SimpleAggregateFunction(sum, UInt64),
    critical_path_nanos SimpleAggregateFunction(sum, UInt64),
    self_nanos SimpleAggregateFunction(sum, UInt64),
    failed SimpleAggregateFunction(sum, UInt64),
    late SimpleAggregateFunction(sum, UInt64),
    buckets SimpleAggregateFunction(sumMap, Map(Int16, UInt64))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (kind, name, time, service, scale)
TTL time + INTERVAL 90 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS otel.tickscope_1h AS otel.tickscope_1m
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (kind, name, time, service, scale)
TTL time + INTERVAL 2 YEAR
SETTINGS non_replicated_deduplication_window = 1000;

-- From the last to the first: nothing comes in before the way is open to its end.
CREATE MATERIALIZED VIEW IF NOT EXISTS otel.tickscope_1h_view TO otel.tickscope_1h AS
SELECT
    toStartOfHour(time) AS time,
    service,
    kind,
    name,
    scale,
    sum(calls) AS calls,
    sum(zero_calls) AS zero_calls,
    sum(duration_nanos) AS duration_nanos,
    sum(critical_path_nanos) AS critical_path_nanos,
    sum(self_nanos) AS self_nanos,
    sum(failed) AS failed,
    sum(late) AS late,
    sumMap(buckets) AS buckets
FROM otel.tickscope_1m
GROUP BY time, service, kind, name, scale;

CREATE MATERIALIZED VIEW IF NOT EXISTS otel.tickscope_1m_view TO otel.tickscope_1m AS
SELECT
    time,
    service,
    kind,
    name,
    scale,
    sum(calls) AS calls,
    sum(zero_calls) AS zero_calls,
    sum(duration_nanos) AS duration_nanos,
    sum(critical_path_nanos) AS critical_path_nanos,
    sum(self_nanos) AS self_nanos,
    sum(failed) AS failed,
    sum(late) AS late,
    sumMap(buckets) AS buckets
FROM otel.tickscope_1m_process
GROUP BY time, service, kind, name, scale;

CREATE MATERIALIZED VIEW IF NOT EXISTS otel.tickscope_1m_process_durations TO otel.tickscope_1m_process AS
SELECT
    toStartOfMinute(TimeUnix) AS time,
    ServiceName AS service,
    Attributes['tickscope.operation.kind'] AS kind,
    Attributes['tickscope.operation.name'] AS name,
    ResourceAttributes['service.instance.id'] AS process,
    toInt8(Scale) AS scale,
    sum(Count) AS calls,
    sum(ZeroCount) AS zero_calls,
    sum(toUInt64(round(Sum * 1e9))) AS duration_nanos,
    sumMap(
        mapFromArrays(
            arrayMap(position -> toInt16(PositiveOffset + position), range(length(PositiveBucketCounts))),
            PositiveBucketCounts
        )
    ) AS buckets
FROM otel.otel_metrics_exponential_histogram
WHERE MetricName = 'tickscope.operation.duration' AND AggregationTemporality = 1
GROUP BY time, service, kind, name, process, scale;

-- Counters have no scale: with the usual one they are in the row of the durations.
CREATE MATERIALIZED VIEW IF NOT EXISTS otel.tickscope_1m_process_counters TO otel.tickscope_1m_process AS
SELECT
    toStartOfMinute(TimeUnix) AS time,
    ServiceName AS service,
    Attributes['tickscope.operation.kind'] AS kind,
    Attributes['tickscope.operation.name'] AS name,
    ResourceAttributes['service.instance.id'] AS process,
    toInt8(4) AS scale,
    sumIf(toUInt64(round(Value * 1e9)), MetricName = 'tickscope.operation.critical_path') AS critical_path_nanos,
    sumIf(toUInt64(round(Value * 1e9)), MetricName = 'tickscope.operation.self') AS self_nanos,
    sumIf(toUInt64(Value), MetricName = 'tickscope.operation.failed') AS failed,
    sumIf(toUInt64(Value), MetricName = 'tickscope.operation.late') AS late
FROM otel.otel_metrics_sum
WHERE MetricName IN (
    'tickscope.operation.critical_path',
    'tickscope.operation.self',
    'tickscope.operation.failed',
    'tickscope.operation.late'
) AND AggregationTemporality = 1
GROUP BY time, service, kind, name, process, scale;
