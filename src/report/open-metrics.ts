// A report as metrics: what a process would show at its end, under names of its own, so that nobody adds a report to the metrics that
// the process sent.

import { bucketUpperNanos } from '../model/histogram/histogram-buckets.js';
import type { HistogramData } from '../model/histogram/exponential-histogram.js';
import type { RankedOperation } from '../model/report/ranking-report.js';
import type { Report, ReportOperation, ReportSpread } from '../model/report/report.js';
import { SECOND } from '../model/units.js';
import { type LabelValues, type MetricFamily, numberLabel, openMetricsText, type Sample } from './open-metrics-text.js';

export function reportAsOpenMetrics(report: Report): string {
  return openMetricsText([
    ...programFamilies(report),
    ...tickFamilies(report),
    ...operationFamilies(report.operations),
    ...rankingFamilies(report.ranking),
    ...judgementFamilies(report),
    ...resourceFamilies(report),
  ]);
}

function programFamilies({ program, source }: Report): MetricFamily[] {
  const { name, node, startedAt, durationNanos, processes } = program;
  const labels = { program: name, node, source: source === undefined ? 'record' : 'traces' };
  return [
    gauge('info', 'What the report is about.', [{ labels, value: 1 }]),
    gauge('start_timestamp_seconds', 'When the program started, since 1970.', [
      { value: Date.parse(startedAt) / 1_000 },
    ]),
    gauge('duration_seconds', 'How long was recorded.', [{ value: seconds(durationNanos) }]),
    gauge('processes', 'Processes that were recorded.', [{ value: processes }]),
  ];
}

function tickFamilies({ ticks, histograms, source }: Report): MetricFamily[] {
  // Of traces, which are some of all ticks, it would say nothing.
  const underTarget = source === undefined && ticks.count > 0 ? [{ value: ticks.underTargetShare }] : [];
  return [
    family('histogram', 'tick_duration_seconds', 'Duration of ticks that ended.', bucketSamples(histograms.ticks)),
    counter('tick_started', 'Ticks that began.', [{ value: ticks.started }]),
    counter('tick_failed', 'Ticks that threw or rejected.', [{ value: ticks.failed }]),
    counter('tick_late_operations', 'Operations that ended after their tick.', [{ value: ticks.late }]),
    gauge('tick_under_target_ratio', 'Share of the ticks that took less than 1 ms.', underTarget),
    family(
      'summary',
      'tick_wait_seconds',
      'From the moment an event could have been handled to the first line of its handler, of the ticks of which that is known.',
      ticks.wait.flatMap((wait) => spreadSamples(wait, { basis: wait.basis })),
    ),
    family(
      'summary',
      'tick_response_seconds',
      'Wait and duration of the same ticks.',
      ticks.response.flatMap((response) => spreadSamples(response, { basis: response.basis })),
    ),
    family(
      'summary',
      'tick_age_seconds',
      'Age of the event at the end of its tick.',
      ticks.age === undefined ? [] : spreadSamples(ticks.age, {}),
    ),
  ];
}

function operationFamilies(operations: readonly ReportOperation[]): MetricFamily[] {
  const each = (valueOf: (operation: ReportOperation) => number): Sample[] =>
    operations.map((operation) => ({ suffix: '_total', labels: labelsOf(operation), value: valueOf(operation) }));
  return [
    family(
      'summary',
      'operation_duration_seconds',
      'Duration of calls, by operation.',
      operations.flatMap(callSamples),
    ),
    family(
      'counter',
      'operation_self_seconds',
      'The part of it in which no operation inside was running.',
      each(({ selfNanos }) => seconds(selfNanos)),
    ),
    family(
      'counter',
      'operation_critical_path_seconds',
      'Time on the critical paths of ticks, by operation.',
      each(({ criticalPathNanos }) => seconds(criticalPathNanos)),
    ),
    family(
      'counter',
      'operation_failed',
      'Calls that failed.',
      each(({ failed }) => failed),
    ),
    family(
      'counter',
      'operation_late',
      'Calls that ended after their tick.',
      each(({ late }) => late),
    ),
  ];
}

function rankingFamilies(ranking: readonly RankedOperation[]): MetricFamily[] {
  return [
    gauge(
      'ranking_share_ratio',
      'Share of the critical path of slow ticks, by operation.',
      ranking.map((row) => ({ labels: labelsOf(row), value: row.share })),
    ),
    gauge(
      'ranking_gain_seconds',
      'By how much p95 would fall if the own time of the operation were halved.',
      ranking.flatMap((row) =>
        row.gainNanos === undefined ? [] : [{ labels: labelsOf(row), value: seconds(row.gainNanos) }],
      ),
    ),
  ];
}

function judgementFamilies({ targets, findings }: Report): MetricFamily[] {
  const judged = targets.filter(({ status }) => status !== 'unknown');
  const ids = [...new Set(findings.map(({ id }) => id))];
  return [
    gauge(
      'target_passed',
      '1 for a target that is met, 0 for one that is missed; absent where it could not be judged.',
      judged.map(({ id, scope, status }) => ({ labels: { target: id, scope }, value: status === 'pass' ? 1 : 0 })),
    ),
    gauge(
      'findings',
      'Findings, by what was found.',
      ids.map((id) => ({ labels: { finding: id }, value: findings.filter((finding) => finding.id === id).length })),
    ),
  ];
}

function resourceFamilies({ memory, overhead, losses }: Report): MetricFamily[] {
  return [
    gauge('memory_rss_bytes', 'Resident memory at the end, of all processes.', [{ value: memory.rssBytes }]),
    gauge('memory_peak_rss_bytes', 'The sum of the largest of each process.', [{ value: memory.peakRssBytes }]),
    gauge('overhead_cpu_ratio', 'What Tickscope took of one processor core.', [{ value: overhead.cpuShare }]),
    counter(
      'losses',
      'What was left out, by cause.',
      losses.map(({ cause, count }) => ({ labels: { cause }, value: count })),
    ),
  ];
}

function family(type: MetricFamily['type'], name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { type, name: `tickscope_report_${name}`, help, samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return family('gauge', name, help, samples);
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return family(
    'counter',
    name,
    help,
    samples.map((sample) => ({ ...sample, suffix: '_total' })),
  );
}

/** Every bucket with something in it, with all that is below it. */
function bucketSamples({ scale, count, sumNanos, zeroCount, buckets }: HistogramData): Sample[] {
  let below = zeroCount;
  const filled = buckets.values.flatMap((inBucket, place): Sample[] => {
    below += inBucket;
    const upper = bucketUpperNanos(scale, buckets.offset + place);
    return inBucket === 0 ? [] : [bucket(seconds(upper), below)];
  });
  return [
    ...filled,
    bucket(Infinity, count),
    { suffix: '_sum', value: seconds(sumNanos) },
    { suffix: '_count', value: count },
  ];
}

function bucket(upper: number, value: number): Sample {
  return { suffix: '_bucket', labels: { le: numberLabel(upper) }, value };
}

function spreadSamples({ count, p50Nanos, p95Nanos, p99Nanos }: ReportSpread, labels: LabelValues): Sample[] {
  return [
    quantile(0.5, p50Nanos, labels),
    quantile(0.95, p95Nanos, labels),
    quantile(0.99, p99Nanos, labels),
    { suffix: '_count', labels, value: count },
  ];
}

function callSamples(operation: ReportOperation): Sample[] {
  const labels = labelsOf(operation);
  return [
    quantile(0.5, operation.p50Nanos, labels),
    quantile(0.95, operation.p95Nanos, labels),
    { suffix: '_sum', labels, value: seconds(operation.totalNanos) },
    { suffix: '_count', labels, value: operation.count },
  ];
}

function quantile(share: number, nanos: number, labels: LabelValues): Sample {
  return { labels: { ...labels, quantile: numberLabel(share) }, value: seconds(nanos) };
}

type LabelledRow = Pick<ReportOperation, 'kind' | 'name' | 'location'> & Partial<Pick<ReportOperation, 'exact'>>;

/** The sums of a row that is not exact are upper bounds. */
function labelsOf({ kind, name, location, exact = true }: LabelledRow): LabelValues {
  return { kind, name, location, ...(!exact && { bound: 'upper' }) };
}

function seconds(nanos: number): number {
  return nanos / SECOND;
}
