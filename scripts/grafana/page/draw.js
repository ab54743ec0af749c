// Draws a dashboard from its own JSON and the answers of Prometheus, both in answers.json: numbers, lines, heatmaps of native
// histograms, tables. `window.drawn` says of each panel what is on it when all is done. A script of the page: no modules.

/* global document, fetch, numberWithUnit, uPlot */

const ROW_PIXELS = 34;
const COLUMNS = 24;
const COLOURS = [
  '#3274d9',
  '#e0b400',
  '#c4162a',
  '#8ab8ff',
  '#56a64b',
  '#b877d9',
  '#ff780a',
  '#37872d',
  '#c15c17',
  '#705da0',
];
const EXEMPLAR_COLOUR = '#e0226e';
/** Rows of a heatmap in an octave. */
const FINENESS = 8;

function add(parent, tag, { text, name, style } = {}) {
  const element = parent.appendChild(document.createElement(tag));
  if (text !== undefined) element.textContent = text;
  if (name !== undefined) element.className = name;
  Object.assign(element.style, style);
  return element;
}

function legendOf({ legendFormat }, metric) {
  return legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? '');
}

/** @returns every series of a panel with its legend, numbers as numbers */
function linesOf({ panel, answers }) {
  return answers.flatMap(({ series }, position) =>
    series.map(({ metric, values = [] }) => ({
      name: legendOf(panel.targets[position], metric),
      values: new Map(values.map(([at, value]) => [at, Number(value)])),
    })),
  );
}

function drawNumber(box, { panel, answers }) {
  const value = Number(answers[0].series[0].value[1]);
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const colour = thresholds.steps.filter((step) => step.value === null || value >= step.value).at(-1).color;
  add(box, 'div', {
    text: numberWithUnit(value, unit),
    name: 'number',
    style: { color: { green: '#37872d', red: '#c4162a' }[colour] ?? '' },
  });
}

function drawTable(box, { panel, answers }) {
  const rows = new Map();
  answers.forEach(({ series }, column) => {
    for (const { metric, value } of series) {
      const key = Object.values(metric).join(' ');
      rows.set(key, Object.assign(rows.get(key) ?? [], { [column]: Number(value[1]) }));
    }
  });
  const units = panel.fieldConfig.overrides.map(({ properties }) => properties.find(({ id }) => id === 'unit').value);
  const table = add(box, 'table');
  const head = add(table, 'tr');
  for (const text of ['', ...panel.targets.map(({ legendFormat }) => legendFormat)]) add(head, 'th', { text });
  for (const [name, values] of [...rows].toSorted(([, one], [, other]) => (other[0] ?? 0) - (one[0] ?? 0))) {
    const row = add(table, 'tr');
    add(row, 'td', { text: name });
    units.forEach((unit, column) => add(row, 'td', { text: numberWithUnit(values[column] ?? NaN, unit) }));
  }
}

function axisValues(unit, logarithmic) {
  const isPower = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  return (_, values) => values.map((value) => (logarithmic && !isPower(value) ? '' : numberWithUnit(value, unit)));
}

function drawDiamond(context, x, y, size) {
  context.save();
  context.translate(x, y);
  context.rotate(Math.PI / 4);
  context.fillRect(-size / 2, -size / 2, size, size);
  context.restore();
}

function drawLines(box, asked, { start, end, step }) {
  const { panel, answers } = asked;
  const lines = linesOf(asked);
  const exemplars = answers.flatMap((answer) => answer.exemplars);
  const { unit, custom = {} } = panel.fieldConfig.defaults;
  const logarithmic = custom.scaleDistribution?.type === 'log';
  const stacked = custom.stacking?.mode === 'normal';
  const times = [];
  for (let at = start; at <= end; at += step) times.push(at);
  const below = times.map(() => 0);
  const data = lines.map(({ values }) =>
    times.map((at, position) => {
      const value = values.get(at);
      if (value === undefined || !Number.isFinite(value) || (logarithmic && value <= 0)) return null;
      if (!stacked) return value;
      below[position] += value;
      return below[position];
    }),
  );
  const largest = exemplars.reduce((most, { value }) => Math.max(most, Number(value)), 0);
  const decades = (_, low, high) => [
    10 ** Math.floor(Math.log10(low ?? 1e-3)),
    10 ** Math.ceil(Math.log10(Math.max(high ?? 1, largest) * 1.01)),
  ];
  const fromZero = (_, low, high) => [Math.min(0, low ?? 0), Math.max(high ?? 1, largest) * 1.08 || 1];
  const drawExemplars = (plot) => {
    plot.ctx.fillStyle = EXEMPLAR_COLOUR;
    for (const { timestamp, value } of exemplars) {
      drawDiamond(plot.ctx, plot.valToPos(Number(timestamp), 'x', true), plot.valToPos(Number(value), 'y', true), 6);
    }
  };
  const series = lines.map((_, position) => ({
    stroke: COLOURS[position % COLOURS.length],
    width: 1.5,
    points: { show: false },
    ...(stacked && { fill: `${COLOURS[position % COLOURS.length]}30` }),
  }));
  const plot = {
    width: box.clientWidth - 12,
    height: box.clientHeight - 52,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { min: start, max: end }, y: logarithmic ? { distr: 3, range: decades } : { range: fromZero } },
    series: [{}, ...series],
    axes: [
      { size: 24, font: '10px sans-serif' },
      { size: 58, font: '10px sans-serif', values: axisValues(unit, logarithmic) },
    ],
    hooks: { draw: [drawExemplars] },
  };
  box.append(new uPlot(plot, [times, ...data]).root);
  const legend = add(box, 'div', { name: 'legend' });
  lines.forEach(({ name }, position) => {
    const entry = add(legend, 'span');
    add(entry, 'i', { style: { background: COLOURS[position % COLOURS.length] } });
    entry.append(name);
  });
}

/** @returns counts by row and time; a bucket's count is spread over the rows that it covers, so that all scales draw alike */
function cellsOf(answers) {
  const cells = [];
  for (const [at, { buckets = [] }] of answers.flatMap(({ series }) =>
    series.flatMap(({ histograms }) => histograms),
  )) {
    for (const [, lower, upper, count] of buckets) {
      if (!(Number(lower) > 0)) continue;
      const [from, to] = [Math.log2(lower) * FINENESS, Math.log2(upper) * FINENESS];
      for (let row = Math.floor(from); row < to - 1e-9; row++) {
        cells.push({ at, row, count: (Number(count) * (Math.min(row + 1, to) - Math.max(row, from))) / (to - from) });
      }
    }
  }
  return cells;
}

function drawHeat(box, { panel, answers }, { start, end, step }) {
  const cells = cellsOf(answers);
  const [left, foot] = [58, 16];
  const canvas = add(box, 'canvas');
  canvas.width = box.clientWidth - 12;
  canvas.height = box.clientHeight - 28;
  const context = canvas.getContext('2d');
  const [low, high] = [Math.min(...cells.map(({ row }) => row)), Math.max(...cells.map(({ row }) => row)) + 1];
  const most = Math.max(...cells.map(({ count }) => count));
  const x = (at) => left + ((at - start) / (end - start + step)) * (canvas.width - left);
  const y = (row) => (canvas.height - foot) * (1 - (row - low) / (high - low));
  for (const { at, row, count } of cells) {
    const warmth = Math.sqrt(count / most);
    context.fillStyle = `hsl(${240 - 240 * warmth} 85% ${38 + 17 * warmth}%)`;
    context.fillRect(x(at), y(row + 1), Math.max(1, x(at + step) - x(at)), y(row) - y(row + 1) + 0.5);
  }
  context.font = '10px sans-serif';
  const { unit } = panel.fieldConfig.defaults;
  for (let power = Math.ceil(Math.log10(2 ** (low / FINENESS))); power <= Math.log10(2 ** (high / FINENESS)); power++) {
    const at = y(Math.log2(10 ** power) * FINENESS);
    context.fillStyle = '#24292e';
    context.fillText(numberWithUnit(10 ** power, unit), 4, at + 4);
    context.fillRect(left, at, canvas.width - left, 0.4);
  }
  for (let at = Math.ceil(start / 300) * 300; at <= end; at += 300) {
    context.fillText(new Date(at * 1_000).toTimeString().slice(0, 5), x(at) - 12, canvas.height - 3);
  }
  context.fillStyle = '#fff';
  for (const { timestamp, value } of answers.flatMap((answer) => answer.exemplars)) {
    drawDiamond(context, x(Number(timestamp)), y(Math.log2(Number(value)) * FINENESS), 5);
  }
}

const DRAW = { stat: drawNumber, table: drawTable, timeseries: drawLines, heatmap: drawHeat };

async function main() {
  const { title, panels, view } = await (await fetch('answers.json')).json();
  document.querySelector('h1').textContent = title;
  const grid = document.querySelector('#grid');
  const drawn = [];
  for (const asked of panels) {
    const { panel, answers } = asked;
    const { x, y, w, h } = panel.gridPos;
    const place = {
      left: `${(100 * x) / COLUMNS}%`,
      width: `${(100 * w) / COLUMNS}%`,
      top: `${y * ROW_PIXELS}px`,
      height: `${h * ROW_PIXELS}px`,
    };
    const box = add(add(grid, 'div', { name: 'panel', style: place }), 'div');
    add(box, 'h2', { text: panel.title });
    const isEmpty = answers.every(({ series }) => series.length === 0);
    if (isEmpty) add(box, 'div', { text: panel.fieldConfig.defaults.noValue, name: 'nothing' });
    else DRAW[panel.type](box, asked, view);
    drawn.push({
      title: panel.title,
      isEmpty,
      text: box.innerText,
      exemplars: answers.flatMap((answer) => answer.exemplars).length,
    });
  }
  const rows = panels.map(({ panel }) => panel.gridPos.y + panel.gridPos.h);
  grid.style.height = `${Math.max(...rows) * ROW_PIXELS}px`;
  return drawn;
}

main().then(
  (drawn) => (window.drawn = drawn),
  (error) => (window.failed = String(error?.stack ?? error)),
);
