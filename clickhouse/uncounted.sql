-- What the rollups count twice, or not at all: nothing, in both columns, where all is well.
--
--   clickhouse-client --queries-file clickhouse/uncounted.sql --param_hours=1 --format=PrettyCompact
--
-- Twice: a collector was killed after ClickHouse had a block and before it knew that, and sent it again among others. Cumulative: the
-- program was not told to send deltas.
SELECT
    service,
    sum(cumulative) AS cumulative_points,
    sum(delta) - uniqExactIf(point, delta) AS points_twice
FROM
(
    SELECT
        ServiceName AS service,
        MetricName,
        AggregationTemporality = 2 AS cumulative,
        AggregationTemporality = 1 AS delta,
        cityHash64(MetricName, ResourceAttributes, Attributes, StartTimeUnix, TimeUnix) AS point
    FROM otel.otel_metrics_exponential_histogram
    WHERE startsWith(MetricName, 'tickscope.operation.') AND TimeUnix >= now() - toIntervalHour({hours:UInt32})
    UNION ALL
    SELECT
        ServiceName,
        MetricName,
        AggregationTemporality = 2,
        AggregationTemporality = 1,
        cityHash64(MetricName, ResourceAttributes, Attributes, StartTimeUnix, TimeUnix)
    FROM otel.otel_metrics_sum
    WHERE startsWith(MetricName, 'tickscope.operation.') AND TimeUnix >= now() - toIntervalHour({hours:UInt32})
)
GROUP BY service
ORDER BY service;
