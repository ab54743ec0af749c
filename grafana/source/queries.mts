// PromQL out of the names in src/model/semconv: a metric or an attribute that does not exist throws when the dashboards are
// written, and not when somebody looks at an empty panel.

import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { ATTRIBUTES, METRICS } = load(
  '../../dist/model/semconv/descriptions.js',
) as typeof import('../../src/model/semconv/descriptions.js');
const { prometheusLabel, prometheusName } = load('../../scripts/prometheus-name.js') as {
  prometheusLabel(attribute: string): string;
  prometheusName(metric: string, description: object): string;
};

/** What is asked of attributes, with the operator: `{ 'tickscope.operation.kind': '="query"' }`. */
type Matchers = Readonly<Record<string, string | readonly string[]>>;

/** Labels that Prometheus makes of the resource: prometheus/prometheus.yml promotes the service's name. */
const OF_RESOURCE: readonly string[] = ['job', 'instance', 'service_name'];

export function label(attribute: string): string {
  if (OF_RESOURCE.includes(attribute)) return attribute;
  if (ATTRIBUTES[attribute] === undefined) throw new Error(`no attribute is called ${attribute}`);
  return prometheusLabel(attribute);
}

/** @returns the series of one metric, of the chosen services and processes */
export function series(metric: string, matchers: Matchers = {}): string {
  const description = METRICS[metric];
  if (description === undefined) throw new Error(`no metric is called ${metric}`);
  const asked = Object.entries(matchers).flatMap(([attribute, matcher]) =>
    [matcher].flat().map((one) => `${label(attribute)}${one}`),
  );
  const where = ['job=~"$service"', 'instance=~"$instance"', ...asked].join(',');
  return `${prometheusName(metric, description)}{${where}}`;
}

export function sum(expression: string, ...by: string[]): string {
  return by.length === 0 ? `sum(${expression})` : `sum by (${by.map(label).join(', ')}) (${expression})`;
}

/** Of counters and of histograms alike. The window holds four exports at least, whatever their interval. */
export function rate(selector: string, ...by: string[]): string {
  return sum(`rate(${selector}[$__rate_interval])`, ...by);
}

/** Over the whole time that the dashboard shows, of processes that have ended too. */
export function increase(selector: string, ...by: string[]): string {
  return sum(`increase(${selector}[$__range])`, ...by);
}

export function quantile(share: number, selector: string, ...by: string[]): string {
  return `histogram_quantile(${share}, ${rate(selector, ...by)})`;
}

export function average(selector: string, ...by: string[]): string {
  return `histogram_avg(${rate(selector, ...by)})`;
}

/** How often, of a histogram. */
export function timesASecond(selector: string, ...by: string[]): string {
  return `histogram_count(${rate(selector, ...by)})`;
}

/** The largest first. What is not a number, such as the mean of nothing, comes last and is left out. */
export function top(count: number, expression: string): string {
  return `topk(${count}, ${expression} > 0)`;
}

const STARTED: string = series('tickscope.tick.started');

/**
 * Processes that still send. What is pushed has no staleness marker: the last values of a process that was killed are
 * answered for five minutes more. So its own rhythm decides: it is gone when it has been quiet for 2.2 of the intervals at
 * which it sent in the last ten minutes, and after three minutes in any case.
 */
const SENDING: string = `(time() - timestamp(${STARTED}) < clamp_max(2.2 * 600 / count_over_time(${STARTED}[10m]), 180))`;

export const ALIVE: string = `count(${SENDING}) or vector(0)`;

/** Seconds since each process sent something. */
export const SILENT: string = `time() - max by (service_name, instance) (timestamp(${STARTED}))`;

/** Nothing at all once no process sends: an instant answer would go on looking well. */
export function whileAlive(expression: string): string {
  return `(${expression}) and on () (count(${SENDING}) > 0)`;
}
