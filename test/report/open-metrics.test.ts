// A report as OpenMetrics: what a parser of Prometheus' format makes of it, and what OpenMetrics asks beside that.

import parsePrometheus from 'parse-prometheus-text-format';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { Report } from '../../src/model/report/report.js';
import type { Nanoseconds, Share } from '../../src/model/units.js';
import { reportAsOpenMetrics } from '../../src/report/open-metrics.js';
import { golden } from '../golden/golden.js';
import { noTicks, rich, warmUpOnly } from './sample-reports.js';

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^(?<name>[a-z_]+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
const LABEL = /(?<label>[a-z_]+)="(?<value>(?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/** By the grammar of the specification. Throws where a line is none of it. */
function seriesOf(text: string): Series[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => {
      const { name = '', labels = '', value = '' } = LINE.exec(line)?.groups ?? {};
      if (!/^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|\+Inf)$/.test(value)) throw new Error(`no value: ${line}`);
      return { name, labels: labelsOf(labels), value: Number(value) };
    });
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const { label, value } = LABEL.exec(text)?.groups ?? {};
    if (label === undefined || value === undefined || label in labels) throw new Error(`no labels: ${text}`);
    labels[label] = value.replaceAll(/\\(["\\n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
  }
  return labels;
}

function valueOf(series: readonly Series[], name: string, labels: Series['labels'] = {}): number | undefined {
  const found = series.filter(
    (each) =>
      each.name === `tickscope_report_${name}` &&
      Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  );
  if (found.length > 1) throw new Error(`${name} is there ${found.length} times`);
  return found[0]?.value;
}

it.each([
  ['report-rich.om', rich],
  ['report-no-ticks.om', noTicks],
])('%s is what it was', (name, report) => {
  const text = reportAsOpenMetrics(report);
  expect(text).toBe(golden(name, text));
});

describe.each([
  ['a rich report', rich],
  ['a report without ticks', noTicks],
  ['a report of the warm-up', warmUpOnly],
])('%s', (_what, report) => {
  const text = reportAsOpenMetrics(report);

  it('declares each metric once, with its unit in its name, before its series and beside nothing else', () => {
    const declared = [
      ...text.matchAll(/^# TYPE (\S+) (counter|gauge|histogram|summary)\n(?:# UNIT \1 (\S+)\n)?# HELP \1 .+\n/gm),
    ];
    expect(new Set(declared.map(([, name]) => name)).size).toBe(text.match(/^# TYPE /gm)?.length);
    for (const [, name, , unit] of declared) {
      expect(/_(seconds|bytes|ratio)$/.exec(name ?? '')?.[1]).toBe(unit);
    }
    const blocks = text.split(/^# TYPE /m).slice(1);
    for (const block of blocks) {
      const [name = ''] = block.split(' ');
      for (const series of seriesOf(block.replace(/^.*\n/, '')))
        expect(series.name.replace(/_(?:total|bucket|sum|count)$/, '')).toBe(
          name.replace(/_(?:total|bucket|sum|count)$/, ''),
        );
    }
  });

  it('ends with its end, and has no series twice', () => {
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text.match(/^# EOF$/gm)).toHaveLength(1);
    const keys = seriesOf(text).map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the histogram of ticks', () => {
  const nanos = [0, 1, 999_999, 1_000_000, 1_000_001, 1_000_001, 2_500_000_000];
  const histogram = new ExponentialHistogram(6);
  for (const each of nanos) histogram.record(each as Nanoseconds);
  const text = reportAsOpenMetrics({ ...noTicks, histograms: { ticks: histogram.toData() } });

  it('has below each bound what is not longer, as another reads it', () => {
    const family = parsePrometheus(text).find(({ name }) => name === 'tickscope_report_tick_duration_seconds');
    expect(family?.type).toBe('HISTOGRAM');
    const [{ buckets, count, sum }] = (family?.metrics ?? []) as [
      { buckets: Record<string, string>; count: string; sum: string },
    ];
    const { '+Inf': all, ...bounds } = buckets;
    expect([all, count, sum]).toEqual(['7', '7', '2.504000002']);
    expect(Object.keys(bounds)).toHaveLength(3);
    for (const [bound, below] of Object.entries(bounds)) {
      // A bound is a whole nanosecond.
      const boundNanos = Math.round(Number(bound) * 1e9);
      expect(boundNanos / 1e9).toBe(Number(bound));
      expect(Number(below)).toBe(nanos.filter((each) => each <= boundNanos).length);
    }
  });

  it('has bounds that rise, and counts that never fall', () => {
    const buckets = seriesOf(text).filter(({ name }) => name.endsWith('_bucket'));
    const bounds = buckets.map(({ labels }) => (labels['le'] === '+Inf' ? Infinity : Number(labels['le'])));
    expect(bounds).toEqual(bounds.toSorted((left, right) => left - right));
    const counts = buckets.map(({ value }) => value);
    expect(counts).toEqual(counts.toSorted((left, right) => left - right));
  });
});

describe('the numbers of the report', () => {
  const series = seriesOf(reportAsOpenMetrics(rich));

  it('are in seconds and bytes', () => {
    expect(valueOf(series, 'duration_seconds')).toBe(312);
    expect(valueOf(series, 'start_timestamp_seconds')).toBe(Date.UTC(2026, 10, 23, 14, 2) / 1_000);
    expect(valueOf(series, 'tick_started_total')).toBe(12_410);
    expect(valueOf(series, 'tick_wait_seconds', { basis: 'bound', quantile: '0.95' })).toBe(0.0016);
    expect(valueOf(series, 'tick_wait_seconds_count', { basis: 'stamped' })).toBe(12_000);
    expect(valueOf(series, 'tick_age_seconds', { quantile: '0.99' })).toBe(0.081);
    expect(valueOf(series, 'tick_under_target_ratio')).toBe(0.687);
    expect(valueOf(series, 'memory_rss_bytes')).toBe(rich.memory.rssBytes);
    expect(valueOf(series, 'ranking_gain_seconds', { name: 'EMA.calculate' })).toBe(0.00031);
  });

  it('have every operation with its calls and their time', () => {
    for (const { kind, name, count, totalNanos, selfNanos } of rich.operations) {
      expect(valueOf(series, 'operation_duration_seconds_count', { kind, name })).toBe(count);
      expect(valueOf(series, 'operation_duration_seconds_sum', { kind, name })).toBe(totalNanos / 1e9);
      expect(valueOf(series, 'operation_self_seconds_total', { kind, name })).toBe(selfNanos / 1e9);
    }
    const bounds = series.filter(({ labels }) => labels['bound'] === 'upper').map(({ labels }) => labels['name']);
    const inexact = rich.operations.filter(({ exact }) => !exact).map(({ name }) => name);
    expect(new Set(bounds)).toEqual(new Set(inexact));
  });

  it('judge the targets that could be judged, and no others', () => {
    const judged = series.filter(({ name }) => name === 'tickscope_report_target_passed');
    expect(judged.map(({ labels, value }) => [labels['target'], labels['scope'], value])).toEqual(
      rich.targets
        .filter(({ status }) => status !== 'unknown')
        .map(({ id, scope, status }) => [id, scope, status === 'pass' ? 1 : 0]),
    );
    expect(valueOf(seriesOf(reportAsOpenMetrics(noTicks)), 'target_passed', { target: 'P1' })).toBeUndefined();
  });
});

it('keeps names in their labels, whatever they hold', () => {
  const name = 'a "quoted" \\ path\nof two lines} 1 {€\u202e';
  const [row] = rich.ranking;
  const report = { ...noTicks, ranking: [{ ...row!, name }] };
  const text = reportAsOpenMetrics(report);
  expect(seriesOf(text).find(({ name: metric }) => metric.endsWith('ranking_share_ratio'))?.labels['name']).toBe(name);
  expect(text.split('\n')).toHaveLength(reportAsOpenMetrics({ ...report, ranking: [row!] }).split('\n').length);
});

it('does not judge traces, which are some of all ticks', () => {
  const ofTraces: Report = {
    ...rich,
    ticks: { ...rich.ticks, underTargetShare: 0 as Share },
    source: { population: 'kept' } as NonNullable<Report['source']>,
  };
  const series = seriesOf(reportAsOpenMetrics(ofTraces));
  expect(valueOf(series, 'tick_under_target_ratio')).toBeUndefined();
  expect(valueOf(series, 'info', { source: 'traces' })).toBe(1);
});
