-- Which processes an operation takes longest in.
--
--   clickhouse-client --queries-file clickhouse/processes.sql --param_kind=query --param_name='SELECT trades' --param_hours=1 \
--     --format=PrettyCompact
WITH
    by_scale AS
    (
        SELECT
            service,
            process,
            scale,
            sum(calls) AS of_calls,
            sum(zero_calls) AS of_zero_calls,
            sum(duration_nanos) AS of_duration,
            sum(critical_path_nanos) AS of_critical_path,
            sum(self_nanos) AS of_self,
            sumMap(buckets) AS counts
        FROM otel.tickscope_1m_process
        WHERE kind = {kind:String} AND name = {name:String} AND time >= now() - toIntervalHour({hours:UInt32})
        GROUP BY service, process, scale
    ),
    at_coarsest AS
    (
        SELECT *, min(scale) OVER (PARTITION BY service, process) AS coarsest
        FROM by_scale
    ),
    added AS
    (
        SELECT
            service,
            process,
            coarsest,
            sum(of_calls) AS calls,
            sum(of_zero_calls) AS zero_calls,
            sum(of_duration) AS duration_nanos,
            sum(of_critical_path) AS critical_path_nanos,
            sum(of_self) AS self_nanos,
            sumMap(
                arrayMap(bucket -> bitShiftRight(toInt32(bucket), scale - coarsest), mapKeys(counts)),
                mapValues(counts)
            ) AS histogram,
            arrayFirstIndex(reached -> zero_calls + reached >= 0.95 * calls, arrayCumSum(histogram.2)) AS position
        FROM at_coarsest
        GROUP BY service, process, coarsest
    )
SELECT
    service,
    process,
    calls,
    critical_path_nanos / 1e9 AS critical_path_seconds,
    self_nanos / 1e9 AS self_seconds,
    duration_nanos / 1e9 AS duration_seconds,
    if(zero_calls >= 0.95 * calls, 0, exp2((histogram.1[position] + 0.5) / exp2(coarsest))) AS p95_seconds,
    coarsest AS scale
FROM added
WHERE calls > 0 OR critical_path_nanos > 0
ORDER BY critical_path_nanos DESC, duration_nanos DESC, service, process;
