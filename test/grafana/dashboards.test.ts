// The generated dashboards against the rules, and each rule against a dashboard with that fault planted.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { faultsOf } from './dashboard-rules.js';
import { type Dashboard, generatedDashboards, type Panel, type Target } from './dashboards.js';

const dashboards = generatedDashboards();

describe('the dashboards', () => {
  it('are the six of the documentation, each under an address of its own', () => {
    expect(dashboards.map(([file, { title, uid }]) => [file, title, uid])).toEqual([
      ['bottlenecks.json', 'Bottlenecks', 'tickscope-bottlenecks'],
      ['database.json', 'Database', 'tickscope-database'],
      ['feed.json', 'Feed', 'tickscope-feed'],
      ['itself.json', 'Tickscope itself', 'tickscope-itself'],
      ['runtime.json', 'Runtime', 'tickscope-runtime'],
      ['ticks.json', 'Ticks', 'tickscope-ticks'],
    ]);
  });

  it.each(dashboards)('%s keeps the rules', (_file, dashboard) => {
    expect(faultsOf(dashboard)).toEqual([]);
  });

  it('can be asked for service, instance, tick and symbol', () => {
    const [, ticks] = dashboards.find(([file]) => file === 'ticks.json')!;
    expect(ticks.templating.list.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['service', 'instance', 'tick', 'symbol']),
    );
  });

  it('lead to Jaeger: by exemplars of ticks, and by links that have the labels they need', () => {
    const panels = dashboards.flatMap(([, dashboard]) => dashboard.panels);
    const withExemplars = panels.filter(({ targets }) => targets.some((target) => 'exemplar' in target));
    expect(withExemplars.map(({ title }) => title)).toEqual(['Duration of ticks', 'How durations are spread']);
    const linked = panels.filter(({ fieldConfig }) => (fieldConfig.defaults.links ?? []).length > 0);
    expect(linked.length).toBeGreaterThanOrEqual(2);
    for (const { fieldConfig, targets } of linked) {
      const urls = fieldConfig.defaults.links!.map(({ url = '' }) => url).join();
      const labels = [...urls.matchAll(/__field\.labels\.(\w+)/g)].map(([, label]) => label!);
      expect(labels).toContain('service_name');
      for (const label of labels) expect(targets[0]!.expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
    }
  });

  it('are given to Grafana by the data source that the variable is preset to', () => {
    const { datasources } = parse(
      readFileSync(path.join(__dirname, '../../grafana/provisioning/datasources/tickscope.yaml'), 'utf8'),
    ) as { datasources: { uid: string; type: string }[] };
    for (const [, { templating }] of dashboards) {
      const { value } = templating.list.find(({ name }) => name === 'datasource')!.current;
      expect(datasources.find(({ uid }) => uid === value)?.type).toBe('prometheus');
    }
  });
});

type Plant = (dashboard: Dashboard, panel: Panel, target: { -readonly [Key in keyof Target]: Target[Key] }) => void;

describe('a dashboard', () => {
  const planted: readonly (readonly [fault: string, plant: Plant])[] = [
    ['no uid', (dashboard) => (dashboard.uid = '')],
    ['tag is missing', (dashboard) => (dashboard.tags = [])],
    ['no link to the other dashboards', (dashboard) => (dashboard.links = [])],
    ['yet editable', (dashboard) => (dashboard.editable = true)],
    ['panel ids are not different', ({ panels }) => (panels[1]!.id = panels[0]!.id)],
    ['panel titles are not different', ({ panels }) => (panels[1]!.title = panels[0]!.title)],
    ['outside the grid', (_, { gridPos }) => (gridPos.x = 21)],
    ['overlaps another panel', ({ panels }) => (panels[1]!.gridPos.x = 1)],
    ['its row is not 24 wide', (_, { gridPos }) => (gridPos.w = 3)],
    ['kind statistic is unknown', (_, panel) => (panel.type = 'statistic')],
    ['no title', (_, panel) => (panel.title = '')],
    ['description does not say', (_, panel) => (panel.description = 'Share of ticks.')],
    ['unit seconds is unknown', (_, { fieldConfig }) => (fieldConfig.defaults.unit = 'seconds')],
    ['nothing stands where there is no value', (_, { fieldConfig }) => delete fieldConfig.defaults.noValue],
    ['data source is not ours', (_, panel) => (panel.datasource = { type: 'prometheus', uid: 'mine' })],
    ['A: data source is not ours', (_, _panel, target) => delete target.datasource],
    ['no targets', (_, panel) => (panel.targets = [])],
    ['ids of targets are not different', (_, { targets }) => targets.push(targets[0]!)],
    ['a dead process would look alive', (_, _panel, target) => delete target.instant],
    [
      'table is of a range',
      ({ panels }) => ofKind(panels, 'table').targets.forEach((target) => delete loose(target)['instant']),
    ],
    ['heatmap has another format', ({ panels }) => (loose(ofKind(panels, 'heatmap').targets[0]!)['format'] = 'table')],
    ['no expression', (_, _panel, target) => (target.expr = '')],
    ['unknown keys expression', (_, _panel, target) => (loose(target)['expression'] = 'up')],
    ['rate over a fixed time', (_, _panel, target) => (target.expr = `rate(${SELECTED}[30s])`)],
    [
      'counter without rate',
      (_, _panel, target) => (target.expr = `sum(${SELECTED}) / sum(rate(${SELECTED}[$__rate_interval]))`),
    ],
    [
      'no service or instance is selected',
      (_, _panel, target) => (target.expr = 'sum(rate(tickscope_tick_ended_total[$__rate_interval]))'),
    ],
    [
      'no service or instance is selected',
      (_, _panel, target) => (target.expr = 'max(process_memory_usage_bytes{job=~"$service"})'),
    ],
    ['parentheses are not balanced', (_, _panel, target) => (target.expr += ')')],
    ['variable wrong does not exist', (_, _panel, target) => (target.legendFormat = '$wrong')],
    ['variable tick is not used', (dashboard) => replaceEverywhere(dashboard, '$tick', '$service')],
    ['no variables for data source', ({ templating }) => (templating.list[0]!.name = 'source')],
    ['not loaded again', ({ templating }) => (templating.list[1]!.refresh = 1)],
    ['not all and many', ({ templating }) => (templating.list[1]!.multi = false)],
    ['no value for all', ({ templating }) => (templating.list[1]!.allValue = '')],
    [
      'annotation Starts: data source',
      ({ annotations }) => (annotations.list[0]!.datasource = { type: 'x', uid: 'y' }),
    ],
    [
      'tickscope_tick_end_total is no series',
      (_, _panel, target) => (target.expr = target.expr.replaceAll('tick_ended', 'tick_end')),
    ],
  ];

  it.each(planted)('is refused for this: %s', (fault, plant) => {
    const [, dashboard] = generatedDashboards().find(([file]) => file === 'ticks.json')!;
    plant(dashboard, dashboard.panels[0]!, dashboard.panels[0]!.targets[0]!);
    expect(faultsOf(dashboard)).toContainEqual(expect.stringContaining(fault));
  });
});

const SELECTED = 'tickscope_tick_ended_total{job=~"$service",instance=~"$instance"}';

function loose(target: Target): Record<string, unknown> {
  return target as unknown as Record<string, unknown>;
}

function ofKind(panels: readonly Panel[], kind: string): Panel {
  return panels.find(({ type }) => type === kind)!;
}

function replaceEverywhere({ panels }: Dashboard, text: string, by: string): void {
  for (const { targets } of panels) {
    for (const target of targets) loose(target)['expr'] = target.expr.replaceAll(text, by);
  }
}
