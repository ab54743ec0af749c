// What a dashboard has to hold that the types of the SDK cannot say. The rules that begin with `lint` are those of Grafana's
// dashboard-linter, restated: its program cannot be run where there is no Grafana.

import { METRICS } from '../../src/model/semconv/descriptions.js';
import { type Dashboard, type Panel, queryOf, type Target } from './dashboards.js';

const { prometheusName } = require('../../scripts/prometheus-name.js') as {
  prometheusName(metric: string, description: object): string;
};

const KINDS = new Set(['timeseries', 'heatmap', 'stat', 'table']);
const UNITS = new Set(['s', 'ms', 'percentunit', 'bytes', 'short', 'none', 'suffix: /s']);
const TARGET_KEYS = new Set([
  'datasource',
  'expr',
  'legendFormat',
  'refId',
  'range',
  'instant',
  'exemplar',
  'format',
  'editorMode',
]);
const COLUMNS = 24;
const SOURCE = { type: 'prometheus', uid: '${datasource}' };
const BUILT_IN = /^__(interval|range|rate_interval|from|to|value|field|data|series)$/;
const OVER_TIME = /\b(rate|increase|timestamp|count_over_time|last_over_time|max_over_time)\(/g;
const RE_ON_TIME_CHANGE = 2;

const SERIES_NAMES: ReadonlySet<string> = new Set(
  Object.entries(METRICS).map(([name, description]) => prometheusName(name, description)),
);

/** @returns one line for each fault; none for a dashboard that is right */
export function faultsOf(dashboard: Dashboard): string[] {
  return [
    ...faultsOfDashboard(dashboard),
    ...faultsOfGrid(dashboard.panels),
    ...dashboard.panels.flatMap((panel) => faultsOfPanel(panel).map((fault) => `${panel.title}: ${fault}`)),
    ...faultsOfVariables(dashboard),
    ...faultsOfNames(dashboard),
  ];
}

/** Each condition with what it means that it does not hold. */
function failed(conditions: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(conditions).flatMap(([text, holds]) => (holds ? [] : [text]));
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function isOurSource(source: object | undefined): boolean {
  return JSON.stringify(source, ['type', 'uid']) === JSON.stringify(SOURCE);
}

function faultsOfDashboard({
  uid,
  title,
  tags,
  schemaVersion,
  description,
  editable,
  links,
  panels,
}: Dashboard): string[] {
  return failed({
    'no uid, title or description': [uid, title, description].every((text) => text !== ''),
    'schema version is too old': schemaVersion >= 39,
    'tag is missing, by which dashboards find each other': tags.includes('tickscope'),
    'no link to the other dashboards that keeps variables and time': links.some(
      ({ type, includeVars, keepTime, tags: linked }) =>
        type === 'dashboards' && includeVars === true && keepTime === true && linked?.includes('tickscope') === true,
    ),
    'lint: provisioned and yet editable': !editable,
    'panel ids are not different whole numbers': unique(panels.map(({ id }) => id)) && panels.every(({ id }) => id > 0),
    'panel titles are not different': unique(panels.map((panel) => panel.title)),
  });
}

function faultsOfGrid(panels: readonly Panel[]): string[] {
  const outside = panels.filter(({ gridPos: { x, y, w, h } }) => x < 0 || y < 0 || w < 1 || h < 1 || x + w > COLUMNS);
  const overlapping = panels.filter(({ gridPos: one }, index) =>
    panels.slice(index + 1).some(({ gridPos: other }) => {
      const apart = one.x + one.w <= other.x || other.x + other.w <= one.x;
      return !apart && one.y < other.y + other.h && other.y < one.y + one.h;
    }),
  );
  const starts = [...new Set(panels.map(({ gridPos }) => gridPos.y))];
  const rows = starts.map((start) => panels.filter(({ gridPos }) => gridPos.y === start));
  const gaps = rows.filter((row) => row.reduce((sum, { gridPos }) => sum + gridPos.w, 0) !== COLUMNS);
  return [
    ...outside.map(({ title }) => `${title}: outside the grid`),
    ...overlapping.map(({ title }) => `${title}: overlaps another panel`),
    ...gaps.map((row) => `${row[0]!.title}: its row is not ${COLUMNS} wide`),
  ];
}

function faultsOfPanel({ type, title, description, datasource, targets, fieldConfig }: Panel): string[] {
  return [
    ...failed({
      [`kind ${type} is unknown`]: KINDS.has(type),
      'lint: no title': title !== '',
      'lint: description does not say what it shows and what to do': /^[^.:]+.*[.:;] .+\.$/.test(description),
      [`lint: unit ${fieldConfig.defaults.unit} is unknown`]: UNITS.has(fieldConfig.defaults.unit),
      'nothing stands where there is no value': (fieldConfig.defaults.noValue ?? '') !== '',
      'data source is not ours': isOurSource(datasource),
      'lint: no targets': targets.length > 0,
      'ids of targets are not different': unique(targets.map(({ refId }) => refId)),
      'number is of a range: a dead process would look alive':
        type !== 'stat' || targets.every(({ instant }) => instant === true),
      'table is of a range':
        type !== 'table' || targets.every(({ instant, format }) => instant === true && format === 'table'),
      'heatmap has another format': type !== 'heatmap' || targets.every(({ format }) => format === 'heatmap'),
    }),
    ...targets.flatMap((target) => faultsOfTarget(target).map((fault) => `${target.refId}: ${fault}`)),
  ];
}

function faultsOfTarget(target: Target): string[] {
  const unknown = Object.keys(target).filter((key) => !TARGET_KEYS.has(key));
  const { expr } = target;
  return failed({
    'no expression': expr !== '',
    [`unknown keys ${unknown.join(', ')}`]: unknown.length === 0,
    'data source is not ours': isOurSource(target.datasource),
    'lint: rate over a fixed time': !/\brate\([^[]*\[\d+s\]/.test(expr),
    'lint: counter without rate': !/\w_total\b/.test(withoutCallsOverTime(expr)),
    'lint: no service or instance is selected': selectorsOf(expr).every(
      (selector) => selector.includes('job=~"$service"') && selector.includes('instance=~"$instance"'),
    ),
    'parentheses are not balanced': isBalanced(expr),
  });
}

/** Selectors of series that processes send; the collector's own metrics belong to no service. */
function selectorsOf(expression: string): string[] {
  return [...expression.matchAll(/\btickscope_\w+(\{[^}]*\})?|\b(?:process|nodejs|v8js)_\w+_\w+\{[^}]*\}/g)]
    .map(([text]) => text)
    .filter((text) => !isLabel(text));
}

/** A label looks like a series without a selector: `by (tickscope_symbol)`. */
function isLabel(text: string): boolean {
  return !text.includes('{') && !SERIES_NAMES.has(text);
}

function withoutCallsOverTime(expression: string): string {
  let text = expression;
  for (const { index } of [...expression.matchAll(OVER_TIME)].toReversed()) {
    const end = closingOf(text, text.indexOf('(', index));
    text = text.slice(0, index) + text.slice(end + 1);
  }
  // Annotations compare series with themselves a minute ago.
  return text.replaceAll(/\{[^}]*\}/g, '');
}

function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let position = open; position < text.length; position++) {
    if (text[position] === '(') depth++;
    if (text[position] === ')' && --depth === 0) return position;
  }
  return text.length;
}

function isBalanced(expression: string): boolean {
  const count = (character: string): number => expression.split(character).length;
  return count('(') === count(')') && count('{') === count('}') && count('[') === count(']');
}

function textsOf(dashboard: Dashboard): string[] {
  return [
    ...dashboard.panels.flatMap((panel) => [
      ...panel.targets.flatMap(({ expr, legendFormat, datasource }) => [expr, legendFormat, datasource?.uid ?? '']),
      ...(panel.fieldConfig.defaults.links ?? []).map(({ url = '' }) => url),
    ]),
    ...dashboard.templating.list.map(queryOf),
    ...dashboard.annotations.list.flatMap(({ expr, titleFormat }) => [expr, titleFormat]),
    ...dashboard.links.map(({ url = '' }) => url),
  ];
}

function faultsOfVariables(dashboard: Dashboard): string[] {
  const variables = dashboard.templating.list;
  const names = variables.map(({ name }) => name);
  const used = textsOf(dashboard).flatMap((text) =>
    [...text.matchAll(/\$(?:\{([^}:.]+)[^}]*\}|(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? ''),
  );
  return [
    ...used
      .filter((name) => !names.includes(name) && !BUILT_IN.test(name))
      .map((name) => `variable ${name} does not exist`),
    ...names.filter((name) => !used.includes(name)).map((name) => `variable ${name} is not used`),
    ...failed({
      'lint: no variables for data source, service and instance': ['datasource', 'service', 'instance'].every((name) =>
        names.includes(name),
      ),
    }),
    ...variables
      .filter(({ type }) => type === 'query')
      .flatMap((variable) =>
        failed({
          'data source is not ours': isOurSource(variable.datasource),
          'definition is another query': variable.definition === queryOf(variable),
          'lint: not loaded again when the time changes': variable.refresh === RE_ON_TIME_CHANGE,
          'lint: not all and many': variable.multi === true && variable.includeAll === true,
          'lint: no value for all': variable.allValue === (variable.name === 'symbol' ? '.*' : '.+'),
          'lint: no label': variable.label !== '',
          'not of the form label_values(series, label)': /^label_values\(.+, \w+\)$/.test(queryOf(variable)),
        }).map((fault) => `variable ${variable.name}: ${fault}`),
      ),
    ...dashboard.annotations.list.flatMap(({ name, datasource }) =>
      isOurSource(datasource) ? [] : [`annotation ${name}: data source is not ours`],
    ),
  ];
}

/** Series that no process sends would be an empty panel. */
function faultsOfNames(dashboard: Dashboard): string[] {
  const named = textsOf(dashboard).flatMap((text) => [...text.matchAll(/\b(\w+)\{/g)].map(([, name]) => name ?? ''));
  return named
    .filter((name) => /^(tickscope|nodejs|v8js|process)_/.test(name) && !name.startsWith('tickscope_sample_'))
    .filter((name) => !SERIES_NAMES.has(name))
    .map((name) => `${name} is no series of the metrics reference`);
}
