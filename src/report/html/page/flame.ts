// Flame graphs: what calls what, as wide as its time. Enter or a click makes one as wide as the page, Escape all of them; the arrows
// move between them.

import { formatCount, formatDuration, formatShare } from '../../../model/format-units.js';
import type { Nanoseconds, Share } from '../../../model/units.js';
import type { PageData, PageFlame } from '../page-data.js';
import { cutText, element, svgShape } from './dom.js';
import { type Box, boxesOf, neighbour } from './flame-layout.js';

const WIDTH = 1_000;
const ROW = 22;
const CHARACTER = 6.4;
/** Narrower ones have no room for a letter. */
const LEAST_TEXT = 30;
const ARROWS: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

export function drawFlames({ flames }: PageData, place: HTMLElement): void {
  for (const flame of flames) place.append(flameOf(flame));
}

function flameOf(flame: PageFlame): HTMLElement {
  const picture = element('div', { class: 'flame' });
  const whole = element('button', { type: 'button', disabled: '' }, 'Show all');
  const zoom = (path: string): void => {
    const boxes = boxesOf(flame.root, path);
    picture.replaceChildren(svgOf(flame, boxes, zoom));
    whole.disabled = path === '';
    focusable(picture, path)?.setAttribute('tabindex', '0');
  };
  whole.addEventListener('click', () => {
    zoom('');
    focusable(picture, '')?.focus();
  });
  zoom('');
  return element(
    'figure',
    {},
    element('figcaption', {}, flame.title),
    element('div', { class: 'controls' }, whole),
    picture,
  );
}

function focusable(picture: Element, path: string): SVGElement | null {
  return picture.querySelector<SVGElement>(`[data-path="${path}"]`);
}

function svgOf(flame: PageFlame, boxes: readonly Box[], zoom: (path: string) => void): SVGElement {
  const depth = Math.max(...boxes.map((box) => box.depth)) + 1;
  const picture = svgShape('svg', { viewBox: `0 0 ${WIDTH} ${depth * ROW}`, role: 'group', 'aria-label': flame.title });
  picture.append(...boxes.map((box) => boxOf(flame, box)), writingOf(boxes));
  picture.addEventListener('click', ({ target }) => {
    const path = pathOf(target);
    if (path !== undefined) zoomTo(picture, path, zoom);
  });
  picture.addEventListener('keydown', (event) => {
    const path = pathOf(event.target);
    if (path === undefined) return;
    if (event.key === 'Enter' || event.key === ' ') zoomTo(picture, path, zoom);
    else if (event.key === 'Escape') zoomTo(picture, '', zoom);
    else if (ARROWS.has(event.key)) move(picture, path, neighbour(boxes, path, event.key));
    else return;
    event.preventDefault();
  });
  return picture;
}

/** What is drawn anew has to be focused anew. */
function zoomTo(picture: Element, path: string, zoom: (path: string) => void): void {
  const place = picture.parentElement;
  zoom(path);
  if (place !== null) focusable(place, path)?.focus();
}

function move(picture: Element, from: string, to: string | undefined): void {
  const next = to === undefined ? null : focusable(picture, to);
  if (next === null) return;
  focusable(picture, from)?.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
}

function pathOf(target: EventTarget | null): string | undefined {
  return target instanceof Element
    ? (target.closest<SVGElement>('[data-path]')?.getAttribute('data-path') ?? undefined)
    : undefined;
}

function boxOf({ unit, root }: PageFlame, { node, path, from, width, depth }: Box): SVGElement {
  const amount =
    unit === 'samples' ? `${formatCount(node.value)} samples` : formatDuration(Math.round(node.value) as Nanoseconds);
  const text = `${node.label}: ${amount}, ${formatShare(Math.min(1, node.value / Math.max(1, root.value)) as Share)}`;
  const [x, y, wide] = [from * WIDTH, depth * ROW, width * WIDTH];
  return svgShape(
    'g',
    { role: 'button', tabindex: -1, 'data-path': path, 'aria-label': text },
    svgShape('title', {}, text),
    svgShape('rect', {
      class: `kind-${node.kind ?? 'other'}`,
      x,
      y,
      width: Math.max(0.5, wide - 0.5),
      height: ROW - 2,
    }),
  );
}

/** For those who see them: a name that is cut is not that of its button. */
function writingOf(boxes: readonly Box[]): SVGElement {
  const wide = boxes.filter(({ width }) => width * WIDTH >= LEAST_TEXT);
  return svgShape(
    'g',
    { 'aria-hidden': 'true', class: 'writing' },
    ...wide.map(({ node, from, width, depth }) =>
      svgShape(
        'text',
        { x: from * WIDTH + 4, y: depth * ROW + 14 },
        cutText(node.label, Math.floor((width * WIDTH - 8) / CHARACTER)),
      ),
    ),
  );
}
