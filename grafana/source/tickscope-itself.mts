// "Can the numbers be trusted, and what do they cost?" Tickscope's own work, what was left out, and the way to the servers.

import type { Board } from './board.mts';
import { linesPanel, numberPanel, tablePanel } from './panels.mts';
import { increase, rate, series, sum, whileAlive } from './queries.mts';

const RECORDED = series('tickscope.overhead.span.recorded');
const SPAN_TIME = series('tickscope.overhead.span.time');
const WORK = series('tickscope.overhead.time');
const LOSSES = series('tickscope.losses');
const CAUSE = 'tickscope.loss.cause';
const PROCESS = ['service_name', 'instance'];
const PROCESS_LEGEND = '{{service_name}} {{instance}}';
const mean = (selector: string): string => `avg by (service_name, instance) (${selector})`;
/** Recording, which is on no counter, and everything else. */
const COST = `${rate(RECORDED, ...PROCESS)} * ${mean(SPAN_TIME)} + ${rate(WORK, ...PROCESS)}`;

/** The collector sends its own metrics to Prometheus; they have no service or process of the program. */
const collector = (metric: string): string => `rate(otelcol_${metric}[$__rate_interval])`;

/** Several of its counters in one query, apart by the label `what`: without it their series would be the same. */
function collectorCounts(prefixes: readonly string[], ...by: string[]): string {
  const counts = prefixes.flatMap((prefix) =>
    ['spans', 'metric_points', 'log_records'].map(
      (what) => `label_replace(${collector(`${prefix}_${what}_total`)}, "what", "${prefix} ${what}", "", "")`,
    ),
  );
  return `sum by (${['what', ...by].join(', ')}) (${counts.join(' or ')})`;
}

export const itself: Board = {
  title: 'Tickscope itself',
  uid: 'tickscope-itself',
  about: 'What measuring costs, what was left out, and whether everything arrived.',
  variables: ['service', 'instance'],
  panels: [
    numberPanel({
      title: 'Cost',
      about:
        'Share of one core on the thread of the program, in the most expensive process. Over 2 %: narrow what is instrumented.',
      unit: 'percentunit',
      width: 6,
      query: { legend: 'cost', expression: whileAlive(`max(${COST})`) },
      limit: { at: 0.02, good: 'below' },
    }),
    numberPanel({
      title: 'Cost of a tick',
      about: 'Recording a mean tick and its operations. Near the budget: it has very many operations, leave some out.',
      unit: 's',
      width: 6,
      query: { legend: 'a tick', expression: whileAlive(`max(${series('tickscope.overhead.tick.time')})`) },
      limit: { at: 0.0001, good: 'below' },
    }),
    numberPanel({
      title: 'Longest hold by Tickscope',
      about:
        'The longest that one piece of its work held the loop, since the begin. Over 5 ms: try TICKSCOPE_EXPORT=worker.',
      unit: 's',
      width: 6,
      query: { legend: 'longest', expression: whileAlive(`max(${series('tickscope.overhead.hold.max')})`) },
      limit: { at: 0.005, good: 'below' },
    }),
    numberPanel({
      title: 'Left out',
      about:
        'All causes in this time. Over 0: the table below says what, and docs/reference/metrics.md what each means.',
      unit: 'short',
      width: 6,
      query: { legend: 'losses', expression: `${increase(LOSSES)} or vector(0)` },
      limit: { at: 1, good: 'below' },
      nothing: '0',
    }),
    linesPanel({
      title: 'Where the cost is',
      about:
        'Share of one core by activity. Exporting is the largest: fewer ticks are slow than you keep, raise the budget.',
      unit: 'percentunit',
      width: 12,
      stacked: true,
      queries: [
        { legend: 'recording', expression: `sum(${rate(RECORDED, ...PROCESS)} * ${mean(SPAN_TIME)})` },
        { legend: '{{tickscope_overhead_activity}}', expression: rate(WORK, 'tickscope.overhead.activity') },
      ],
    }),
    linesPanel({
      title: 'Cost by process',
      about: 'Share of one core. One is far over the others: it has more ticks, or more operations in each.',
      unit: 'percentunit',
      width: 12,
      queries: [{ legend: PROCESS_LEGEND, expression: COST }],
    }),
    linesPanel({
      title: 'Left out, by cause',
      about: 'When it happened. With a deployment: something new is measured; without: a server was away.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'nothing was left out',
      queries: [{ legend: '{{tickscope_loss_cause}}', expression: `${rate(LOSSES, CAUSE)} > 0` }],
    }),
    tablePanel({
      title: 'Left out in this time',
      about: 'By process and cause; docs/reference/metrics.md says what each means and what to do.',
      unit: 'short',
      width: 12,
      nothing: 'nothing was left out',
      columns: [
        { legend: 'how many', unit: 'short', expression: `${increase(LOSSES, 'service_name', 'instance', CAUSE)} > 0` },
      ],
    }),
    linesPanel({
      title: 'Kept ticks, by reason',
      about:
        'Ticks that leave with their whole tree. Slow ones are most of them: the budget is too tight for this program.',
      unit: 'suffix: /s',
      width: 12,
      stacked: true,
      queries: [
        {
          legend: '{{tickscope_kept_reason}}',
          expression: rate(series('tickscope.tick.kept'), 'tickscope.kept.reason'),
        },
      ],
    }),
    linesPanel({
      title: 'Operations recorded, record written',
      about:
        'Operations a second, and bytes of the record file. Both follow the rate of ticks; otherwise read the losses.',
      unit: 'short',
      width: 12,
      queries: [
        { legend: 'operations a second', expression: rate(RECORDED) },
        { legend: 'bytes a second', expression: rate(series('tickscope.overhead.written')) },
      ],
    }),
    linesPanel({
      title: 'Collector: taken and refused',
      about:
        'What programs send it. Refused over 0: its memory or a queue is full, and the programs count what they lost.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'the collector does not send its metrics',
      queries: [
        { legend: 'spans', expression: sum(collector('receiver_accepted_spans_total')) },
        { legend: 'points', expression: sum(collector('receiver_accepted_metric_points_total')) },
        { legend: 'log records', expression: sum(collector('receiver_accepted_log_records_total')) },
        { legend: '{{what}}', expression: collectorCounts(['receiver_refused']) },
      ],
    }),
    linesPanel({
      title: 'Collector: lost on the way',
      about:
        'What a server answered no to, such as points older than Prometheus takes. Over 0: the log of the collector has the answer.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'nothing was lost',
      queries: [
        {
          legend: '{{exporter}}: {{what}}',
          expression: collectorCounts(['exporter_send_failed', 'exporter_enqueue_failed'], 'exporter'),
        },
      ],
    }),
    linesPanel({
      title: 'Collector: queues',
      about: 'How full they are. One fills: its server is away or slow; full, the collector refuses.',
      unit: 'percentunit',
      width: 12,
      nothing: 'the collector does not send its metrics',
      queries: [
        {
          legend: '{{exporter}}',
          expression: 'max by (exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)',
        },
      ],
    }),
    linesPanel({
      title: 'Ticks in the random share (p95, of the sample)',
      about:
        'Of ordinary ticks in Jaeger only: slow and failed ones are left out. It is for finding traces; take Ticks for the truth.',
      unit: 'ms',
      width: 12,
      nothing: 'no span metrics',
      queries: [
        {
          legend: '{{service_name}}',
          expression:
            'histogram_quantile(0.95, sum by (service_name, le) (rate(tickscope_sample_duration_milliseconds_bucket{job=~"$service",instance=~"$instance"}[$__rate_interval])))',
        },
      ],
    }),
  ],
};
