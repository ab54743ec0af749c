// The kinds of panels that the dashboards have, each with what it needs to be right.

import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** By a variable, so that the files can be imported where Prometheus has another id than in grafana/provisioning. */
export const PROMETHEUS: common.DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

type Unit = 's' | 'ms' | 'percentunit' | 'bytes' | 'short' | 'none' | 'suffix: /s';

export interface Query {
  readonly legend: string;
  readonly expression: string;
  /** Dots for single ticks, each a way to its trace. */
  readonly exemplars?: boolean;
}

/** Where good ends. */
export interface Limit {
  readonly at: number;
  readonly good: 'below' | 'above';
}

interface PanelText {
  readonly title: string;
  /** What it shows, and one sentence on what to do when it looks bad. */
  readonly about: string;
  readonly unit: Unit;
  /** Of 24 columns; the widths of a row add up to 24. */
  readonly width: number;
  readonly height?: number;
  readonly links?: readonly Builder<dashboard.DashboardLink>[];
}

/** What every panel builder of the SDK has. Its classes have no common one. */
interface AnyPanel<Self> extends Builder<dashboard.Panel> {
  title(title: string): Self;
  description(description: string): Self;
  unit(unit: string): Self;
  span(columns: number): Self;
  height(rows: number): Self;
  datasource(datasource: common.DataSourceRef): Self;
  noValue(text: string): Self;
  dataLinks(links: Builder<dashboard.DashboardLink>[]): Self;
  id(id: number): Self;
}
export type PanelBuilder = Builder<dashboard.Panel> & { id(id: number): unknown };

function withText<Self extends AnyPanel<Self>>(panel: Self, text: PanelText, height: number, nothing: string): Self {
  panel
    .title(text.title)
    .description(text.about)
    .unit(text.unit)
    .span(text.width)
    .height(text.height ?? height);
  panel.datasource(PROMETHEUS).noValue(nothing);
  if (text.links !== undefined) panel.dataLinks([...text.links]);
  return panel;
}

function refIdOf(position: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + position);
}

function target({ expression, legend, exemplars }: Query, position: number): prometheus.DataqueryBuilder {
  const query = new prometheus.DataqueryBuilder().datasource(PROMETHEUS).expr(expression).legendFormat(legend);
  if (exemplars === true) query.exemplar(true);
  return query.refId(refIdOf(position));
}

function thresholds({ at, good }: Limit): dashboard.ThresholdsConfigBuilder {
  const [below, above]: [string, string] = good === 'below' ? ['green', 'red'] : ['red', 'green'];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
    // `null` is how Grafana writes minus infinity; the SDK's type allows it.
    { value: null, color: below },
    { value: at, color: above },
  ]);
}

/** One number, of now. Instant: a range reduced to its last value shows a process that has died as it was. */
export function numberPanel(
  text: PanelText & { readonly query: Query; readonly limit?: Limit; readonly nothing?: string },
): PanelBuilder {
  const panel = withText(new stat.PanelBuilder(), text, 4, text.nothing ?? 'no process alive');
  panel.colorMode(common.BigValueColorMode.Value).graphMode(common.BigValueGraphMode.None);
  panel.thresholds(
    text.limit === undefined
      ? new dashboard.ThresholdsConfigBuilder()
          .mode(dashboard.ThresholdsMode.Absolute)
          .steps([{ value: null, color: 'text' }])
      : thresholds(text.limit),
  );
  return panel.withTarget(target(text.query, 0).instant());
}

export function linesPanel(
  text: PanelText & {
    readonly queries: readonly Query[];
    readonly logarithmic?: boolean;
    readonly stacked?: boolean;
    readonly limit?: Limit;
    readonly nothing?: string;
  },
): PanelBuilder {
  const panel = withText(new timeseries.PanelBuilder(), text, 8, text.nothing ?? 'nothing in this time');
  panel.legend(
    new common.VizLegendOptionsBuilder()
      .showLegend(true)
      .displayMode(common.LegendDisplayMode.List)
      .placement(common.LegendPlacement.Bottom)
      .calcs([]),
  );
  panel.tooltip(
    new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
  );
  if (text.logarithmic === true) {
    panel.scaleDistribution(new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10));
  } else panel.min(0);
  if (text.stacked === true) {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal)).fillOpacity(25);
  }
  if (text.limit !== undefined) {
    panel.thresholds(thresholds(text.limit));
    panel.thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
  text.queries.forEach((query, position) => panel.withTarget(target(query, position).range()));
  return panel;
}

/** Of a native histogram: `rate` or `increase` without a quantile. Its axis is that of the buckets, logarithmic. */
export function heatPanel(text: PanelText & { readonly query: Query }): PanelBuilder {
  const panel = withText(new heatmap.PanelBuilder(), text, 8, 'nothing in this time');
  panel.calculate(false).yAxis(new heatmap.YAxisConfigBuilder().unit(text.unit));
  panel.color(
    new heatmap.HeatmapColorOptionsBuilder()
      .mode(heatmap.HeatmapColorMode.Scheme)
      .scheme('Turbo')
      .scale(heatmap.HeatmapColorScale.Exponential)
      .exponent(0.5)
      .steps(64),
  );
  panel.tooltip(new heatmap.HeatmapTooltipBuilder().mode(common.TooltipDisplayMode.Single).yHistogram(true));
  return panel.withTarget(target(text.query, 0).range().format(prometheus.PromQueryFormat.Heatmap));
}

export interface Column extends Query {
  readonly unit: Unit;
}

/** Rows by label values, a column for each query, of now; sorted by the first. A query's `legend` is the column's title. */
export function tablePanel(
  text: PanelText & { readonly columns: readonly Column[]; readonly nothing?: string },
): PanelBuilder {
  const panel = withText(new table.PanelBuilder(), text, 8, text.nothing ?? 'no process alive');
  const valueField = (position: number): string =>
    text.columns.length === 1 ? 'Value' : `Value #${refIdOf(position)}`;
  text.columns.forEach((column, position) => {
    panel.withTarget(target(column, position).instant().format(prometheus.PromQueryFormat.Table));
    panel.overrideByName(valueField(position), [
      { id: 'displayName', value: column.legend },
      { id: 'unit', value: column.unit },
    ]);
  });
  panel.withTransformation({ id: 'merge', options: {} });
  panel.withTransformation({
    id: 'organize',
    options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} },
  });
  panel.sortBy([new common.TableSortByFieldStateBuilder().displayName(text.columns[0]!.legend).desc(true)]);
  return panel;
}
