// Asks Prometheus what Grafana would ask it for a dashboard. There is no Grafana to try dashboards in where this project is
// made: the tests of the stack and the pictures in docs/images take its place.

/** @typedef {{ url: string, end: number, range: number, step: number, interval: number, values?: Record<string, string> }} View
 *   `end` in seconds since 1970; `range`, `step` and `interval` in seconds, the last as `timeInterval` of the data source */

/** @returns {string} with variables in the place of their names: those of `values`, else what they are preset to */
function fill(text, dashboard, { range, step, interval, values = {} }) {
  const all = {
    // As Grafana computes it: at least four intervals.
    __rate_interval: `${Math.max(step + interval, 4 * interval)}s`,
    __interval: `${step}s`,
    __range: `${range}s`,
  };
  for (const variable of dashboard.templating.list) {
    const preset = variable.current?.value;
    all[variable.name] = values[variable.name] ?? (preset === '$__all' ? variable.allValue : preset);
  }
  return text.replaceAll(/\$\{?(\w+)\}?/g, (whole, name) => all[name] ?? whole);
}

/** @throws {Error} with what Prometheus says against the query */
async function ask(url, path, parameters) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    signal: AbortSignal.timeout(30_000),
  });
  const said = await answer.json();
  if (said.status !== 'success') throw new Error(`${said.error}: ${parameters.query}`);
  return said;
}

/**
 * @returns {Promise<{ series: object[], exemplars: object[], notes: string[], query: string }>} `series` as Prometheus has
 *   them, of one moment or of a time; `notes` are its warnings
 */
async function askTarget(target, dashboard, view) {
  const { url, end, range, step } = view;
  const query = fill(target.expr, dashboard, view);
  const {
    data,
    warnings = [],
    infos = [],
  } = target.instant
    ? await ask(url, 'query', { query, time: end })
    : await ask(url, 'query_range', { query, start: end - range, end, step });
  const exemplars = target.exemplar
    ? (await ask(url, 'query_exemplars', { query, start: end - range, end })).data.flatMap((found) => found.exemplars)
    : [];
  return { query, series: data.result, exemplars, notes: [...warnings, ...infos] };
}

/** @returns {Promise<{ panel: object, answers: Awaited<ReturnType<typeof askTarget>>[] }[]>} */
async function askPanels(dashboard, view) {
  const asked = [];
  for (const panel of dashboard.panels) {
    const answers = [];
    for (const target of panel.targets) answers.push(await askTarget(target, dashboard, view));
    asked.push({ panel, answers });
  }
  return asked;
}

/** @returns {Promise<Record<string, string[]>>} what each variable of kind query offers */
async function askVariables(dashboard, view) {
  const offered = {};
  for (const { name, type, definition } of dashboard.templating.list) {
    if (type !== 'query') continue;
    const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(fill(definition, dashboard, view));
    const where = new URLSearchParams({ 'match[]': selector, start: view.end - view.range, end: view.end });
    const answer = await fetch(`${view.url}/api/v1/label/${label}/values?${where}`);
    offered[name] = (await answer.json()).data ?? [];
  }
  return offered;
}

/** @returns {Promise<Record<string, object[]>>} the series behind each annotation */
async function askAnnotations(dashboard, view) {
  const found = {};
  for (const { name, expr } of dashboard.annotations.list) {
    const query = fill(expr, dashboard, view);
    const { data } = await ask(view.url, 'query_range', {
      query,
      start: view.end - view.range,
      end: view.end,
      step: 60,
    });
    found[name] = data.result;
  }
  return found;
}

module.exports = { askAnnotations, askPanels, askVariables };
