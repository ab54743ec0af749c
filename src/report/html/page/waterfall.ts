// One kept tick as a waterfall: an operation a row, what the tick waited for in full colour, hatched where nothing of the program ran.

import type { PageData, PageSpan, PageTick } from '../page-data.js';
import { durationText } from './chart.js';
import { cutText, element, svgShape, swatch } from './dom.js';

const ID = 'waterfall-tick';
const WIDTH = 1_000;
const LABELS = 340;
const ROW = 20;
const HEAD = 22;
/** Of a label at that size. */
const CHARACTER = 6.4;
const INDENT = 10;
const DEEPEST_INDENT = 10;
/** What is waited for, and nothing that runs on the program's thread. */
const WAITING: ReadonlySet<string> = new Set(['query', 'external', 'wait', 'untraced']);
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

export function drawWaterfall({ ticks, budgetNanos }: PageData, place: HTMLElement): void {
  const select = element('select', { id: ID });
  select.append(...ticks.map(({ label }, position) => element('option', { value: position }, label)));
  const picture = element('div', { class: 'waterfall' });
  const draw = (): void => {
    const tick = ticks[Number(select.value)];
    if (tick !== undefined) picture.replaceChildren(waterfallOf(tick, budgetNanos));
  };
  select.addEventListener('change', draw);
  draw();
  place.append(element('div', { class: 'controls' }, element('label', { for: ID }, 'Tick'), select), picture, legend());
}

function legend(): HTMLElement {
  const entries = [
    ['on-path', 'the tick waited for it, and it ran'],
    ['on-path waiting', 'the tick waited for it, and it waited for somebody else'],
    ['beside', 'it ran beside, or in it something else did'],
    ['limit', 'the budget'],
  ] as const;
  return element('ul', { class: 'legend' }, ...entries.map(([look, text]) => element('li', {}, swatch(look), text)));
}

function waterfallOf(tick: PageTick, budgetNanos: number): SVGElement {
  const height = HEAD + ROW * tick.spans.length + 4;
  const scale = (WIDTH - LABELS) / Math.max(1, tick.durationNanos);
  const picture = svgShape('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'img',
    'aria-label': `Waterfall of ${tick.label}; its table is below`,
  });
  picture.append(hatch(), ...grid(tick.durationNanos, height));
  picture.append(...tick.spans.map((span, row) => rowOf(span, HEAD + ROW * row, scale)));
  if (budgetNanos <= tick.durationNanos) {
    const x = LABELS + budgetNanos * scale;
    picture.append(svgShape('line', { class: 'limit', x1: x, x2: x, y1: HEAD - 6, y2: height }));
  }
  return picture;
}

function hatch(): SVGElement {
  const lines = svgShape('path', { class: 'hatch', d: 'M0 6 L6 0' });
  return svgShape(
    'defs',
    {},
    svgShape('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, lines),
  );
}

function grid(durationNanos: number, height: number): SVGElement[] {
  return QUARTERS.flatMap((quarter) => {
    const x = LABELS + quarter * (WIDTH - LABELS);
    const anchor = quarter === 0 ? 'start' : quarter === 1 ? 'end' : 'middle';
    return [
      svgShape('line', { class: 'grid', x1: x, x2: x, y1: HEAD - 4, y2: height }),
      svgShape('text', { x, y: 12, 'text-anchor': anchor }, durationText(Math.round(quarter * durationNanos))),
    ];
  });
}

function rowOf(span: PageSpan, y: number, scale: number): SVGElement {
  const { label, kind, depth, startNanos, durationNanos, marks, path } = span;
  const indent = Math.min(depth, DEEPEST_INDENT) * INDENT;
  const name = marks === '' ? label : `${label} (${marks})`;
  const bar = (start: number, duration: number, look: string, inset: number): SVGElement =>
    svgShape('rect', {
      class: look,
      x: LABELS + start * scale,
      y: y + 2 + inset,
      width: Math.max(1, duration * scale),
      height: ROW - 6 - 2 * inset,
    });
  return svgShape(
    'g',
    { class: 'row' },
    svgShape('title', {}, `${kind} ${name}: ${durationText(durationNanos)}, from ${durationText(startNanos)} on`),
    svgShape('text', { x: indent, y: y + 13 }, cutText(name, Math.floor((LABELS - indent - 8) / CHARACTER))),
    bar(startNanos, durationNanos, `kind-${kind} beside`, 4),
    ...path.flatMap(([start, duration]) => [
      bar(start, duration, `kind-${kind} on-path`, 0),
      ...(WAITING.has(kind) ? [bar(start, duration, 'waiting', 0)] : []),
    ]),
  );
}
