-- The fleet's operations, those first that ticks waited for longest.
--
--   clickhouse-client --queries-file clickhouse/ranking.sql --param_table=tickscope_1m --param_hours=1 --format=PrettyCompact
--
-- For weeks take tickscope_1h. The kind `tick` is the ticks themselves: over all operations, critical_path_seconds adds up to
-- their duration_seconds. p95 is the middle of a bucket, at most 2.2 % off at scale 4; buckets of a coarser scale are twice as wide for
-- each step.
WITH
    by_scale AS
    (
        SELECT
            kind,
            name,
            scale,
            uniqExactState(service) AS services,
            sum(calls) AS of_calls,
            sum(zero_calls) AS of_zero_calls,
            sum(duration_nanos) AS of_duration,
            sum(critical_path_nanos) AS of_critical_path,
            sum(self_nanos) AS of_self,
            sum(failed) AS of_failed,
            sum(late) AS of_late,
            sumMap(buckets) AS counts
        FROM otel.{table:Identifier}
        WHERE time >= now() - toIntervalHour({hours:UInt32})
        GROUP BY kind, name, scale
    ),
    -- Counts of scales that differ are added up at the coarsest: a bucket there is a whole number of finer ones.
    at_coarsest AS
    (
        SELECT *, min(scale) OVER (PARTITION BY kind, name) AS coarsest
        FROM by_scale
    ),
    added AS
    (
        SELECT
            kind,
            name,
            coarsest,
            uniqExactMerge(services) AS services,
            sum(of_calls) AS calls,
            sum(of_zero_calls) AS zero_calls,
            sum(of_duration) AS duration_nanos,
            sum(of_critical_path) AS critical_path_nanos,
            sum(of_self) AS self_nanos,
            sum(of_failed) AS failed,
            sum(of_late) AS late,
            sumMap(
                arrayMap(bucket -> bitShiftRight(toInt32(bucket), scale - coarsest), mapKeys(counts)),
                mapValues(counts)
            ) AS histogram,
            arrayFirstIndex(reached -> zero_calls + reached >= 0.95 * calls, arrayCumSum(histogram.2)) AS position
        FROM at_coarsest
        GROUP BY kind, name, coarsest
    )
SELECT
    kind,
    name,
    services,
    calls,
    failed,
    late,
    critical_path_nanos / 1e9 AS critical_path_seconds,
    self_nanos / 1e9 AS self_seconds,
    duration_nanos / 1e9 AS duration_seconds,
    if(zero_calls >= 0.95 * calls, 0, exp2((histogram.1[position] + 0.5) / exp2(coarsest))) AS p95_seconds,
    coarsest AS scale
FROM added
WHERE calls > 0 OR critical_path_nanos > 0
ORDER BY critical_path_nanos DESC, duration_nanos DESC, kind, name;
