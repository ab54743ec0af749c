// What all dashboards share: variables, annotations, links, and the way to Jaeger.

import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { type PanelBuilder, PROMETHEUS } from './panels.mts';
import { label, series } from './queries.mts';

type Variable = 'service' | 'instance' | 'tick' | 'symbol';

export interface Board {
  readonly title: string;
  readonly uid: string;
  readonly about: string;
  readonly panels: readonly PanelBuilder[];
  /** Those that its expressions use, beside service and instance. */
  readonly variables: readonly Variable[];
  /** Share of ticks that has to be under the limit; asked for where an expression has `$objective`. */
  readonly objective?: boolean;
}

const TAG = 'tickscope';

function listVariable(name: string, title: string, query: string, everything: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(title)
    .datasource(PROMETHEUS)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .definition(query)
    .multi(true)
    .includeAll(true)
    .allValue(everything)
    .current({ text: 'All', value: '$__all' })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
}

/** The selectors stand here in full: one that names its own variable would be a circle. */
const VARIABLES: Readonly<Record<Variable, () => dashboard.QueryVariableBuilder>> = {
  service: () => listVariable('service', 'Service', 'label_values(tickscope_tick_started_total, job)', '.+'),
  instance: () =>
    listVariable('instance', 'Instance', 'label_values(tickscope_tick_started_total{job=~"$service"}, instance)', '.+'),
  tick: () =>
    listVariable(
      'tick',
      'Tick',
      'label_values(tickscope_tick_ended_total{job=~"$service"}, tickscope_tick_name)',
      '.+',
    ),
  // `.*` and not `.+`: what has no symbol belongs to all.
  symbol: () =>
    listVariable(
      'symbol',
      'Symbol',
      'label_values({__name__=~"tickscope_(tick_duration|feed_last)_seconds",job=~"$service"}, tickscope_symbol)',
      '.*',
    ),
};

/** Preset to the `uid` in grafana/provisioning/datasources. */
function dataSource(): dashboard.DatasourceVariableBuilder {
  return new dashboard.DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ text: 'Prometheus', value: 'prometheus' });
}

function objective(): dashboard.CustomVariableBuilder {
  return new dashboard.CustomVariableBuilder('objective')
    .label('Objective')
    .values('0.9,0.95,0.99,0.999')
    .current({ text: '0.95', value: '0.95' });
}

function annotation(name: string, color: string, expression: string, title: string): dashboard.AnnotationQueryBuilder {
  return new dashboard.AnnotationQueryBuilder()
    .name(name)
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(color)
    .expr(expression)
    .titleFormat(title)
    .step('60s');
}

/** Every start is an instance of its own: what was not there a minute before has begun. */
function starts(): dashboard.AnnotationQueryBuilder {
  const started = series('tickscope.tick.started');
  return annotation(
    'Starts',
    'blue',
    `count by (service_name, instance) (${started} unless ${started} offset 1m)`,
    '{{service_name}} has started',
  );
}

/** The largest bucket by owner; two minutes hold two exports at the default interval. */
function stalls(): dashboard.AnnotationQueryBuilder {
  const owner = ['tickscope.loop.owner.kind', 'tickscope.loop.owner.name'].map(label).join(', ');
  const held = series('tickscope.loop.held');
  return annotation(
    'Stalls of 100 ms',
    'orange',
    `histogram_quantile(1, sum by (${owner}) (increase(${held}[2m]))) > 0.1`,
    'The loop was held by {{tickscope_loop_owner_kind}} {{tickscope_loop_owner_name}}',
  );
}

/**
 * A search in Jaeger for the time that the dashboard shows. The series needs the labels `service_name` and `instance`.
 * Jaeger takes microseconds, Grafana has milliseconds.
 */
export function slowTicksInJaeger(): dashboard.DashboardLinkBuilder {
  const tags = `%7B%22service.instance.id%22%3A%22\${__field.labels.instance}%22%7D`;
  return new dashboard.DashboardLinkBuilder('Its slow ticks in Jaeger')
    .targetBlank(true)
    .url(
      `\${jaeger}/search?service=\${__field.labels.service_name}&start=\${__from}000&end=\${__to}000&lookback=custom` +
        `&limit=20&minDuration=1ms&tags=${tags}`,
    );
}

/** The same by tick: the series needs `service_name` and the tick's name. */
export function ticksByNameInJaeger(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder('Kept ticks of this name in Jaeger')
    .targetBlank(true)
    .url(
      '${jaeger}/search?service=${__field.labels.service_name}&operation=${__field.labels.tickscope_tick_name}' +
        '&start=${__from}000&end=${__to}000&lookback=custom&limit=20',
    );
}

export function dashboardOf(board: Board): dashboard.Dashboard {
  const built = new dashboard.DashboardBuilder(board.title)
    .uid(board.uid)
    .description(board.about)
    .tags([TAG])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-30m', to: 'now' })
    .refresh('30s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair);
  built.withVariable(dataSource());
  for (const name of board.variables) built.withVariable(VARIABLES[name]());
  if (board.objective === true) built.withVariable(objective());
  built.withVariable(
    new dashboard.TextBoxVariableBuilder('jaeger').label('Jaeger').defaultValue('http://localhost:16686'),
  );
  built.annotation(starts()).annotation(stalls());
  built.link(
    new dashboard.DashboardLinkBuilder('Tickscope')
      .type(dashboard.DashboardLinkType.Dashboards)
      .tags([TAG])
      .includeVars(true)
      .keepTime(true),
  );
  built.link(
    new dashboard.DashboardLinkBuilder('Jaeger')
      .type(dashboard.DashboardLinkType.Link)
      .url('${jaeger}/search')
      .targetBlank(true),
  );
  // The builder gives panels no ids, and Grafana needs them to be different.
  board.panels.forEach((panel, position) => {
    panel.id(position + 1);
    built.withPanel(panel);
  });
  return built.build();
}
