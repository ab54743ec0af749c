// What p95 would be if one operation were faster: a slider says how much, the report says what that gives.

import { formatDuration, formatShare, withoutZeros } from '../../../model/format-units.js';
import type { Nanoseconds, Share } from '../../../model/units.js';
import type { PageData, PageWhatIf } from '../page-data.js';
import { element, svgShape, swatch } from './dom.js';

const ID = 'what-if-share';
/** Where it begins: the ranking goes by half. */
const RANKED_SHARE = 0.5;
const BAR_WIDTH = 200;
const CAPTION = 'What p95 would be, for one operation at a time';

interface Outcome {
  readonly operation: PageWhatIf;
  readonly p95Nanos: number;
}

export function drawWhatIf({ whatIf }: PageData, place: HTMLElement): void {
  const shares = [0, ...(whatIf?.operations[0]?.predictions.map(({ fasterShare }) => fasterShare) ?? [])];
  if (whatIf === undefined || shares.length < 2) return;
  const slider = element('input', { type: 'range', id: ID, min: 0, max: shares.length - 1, step: 1 });
  const output = element('output', { for: ID });
  const body = element('tbody');
  const draw = (): void => {
    const share = shares[Number(slider.value)] ?? 0;
    const text = withoutZeros(formatShare(share as Share));
    slider.setAttribute('aria-valuetext', `${text} less of its own time`);
    output.textContent = text;
    body.replaceChildren(...outcomesAt(whatIf, share).map((outcome) => rowOf(outcome, whatIf.p95Nanos)));
  };
  slider.value = String(Math.max(0, shares.indexOf(RANKED_SHARE)));
  slider.addEventListener('input', draw);
  draw();
  place.append(
    element(
      'div',
      { class: 'controls' },
      element('label', { for: ID }, 'If an operation lost so much of its own time'),
      slider,
      output,
    ),
    element(
      'div',
      { class: 'scroll', role: 'group', 'aria-label': CAPTION, tabindex: 0 },
      element('table', { class: 'what-if' }, element('caption', {}, CAPTION), head(), body),
    ),
  );
}

function head(): HTMLElement {
  const titles = ['operation', 'p95 then', 'less', 'of p95 now'];
  return element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title))));
}

/** The smallest p95 first; of equal ones, as the report has them. */
function outcomesAt({ p95Nanos, operations }: NonNullable<PageData['whatIf']>, share: number): Outcome[] {
  return operations
    .map((operation) => ({
      operation,
      p95Nanos: operation.predictions.find(({ fasterShare }) => fasterShare === share)?.p95Nanos ?? p95Nanos,
    }))
    .toSorted((one, other) => one.p95Nanos - other.p95Nanos);
}

function rowOf({ operation: { label, kind }, p95Nanos }: Outcome, nowNanos: number): HTMLElement {
  const width = (p95Nanos / nowNanos) * BAR_WIDTH;
  const bar = svgShape(
    'svg',
    { viewBox: `0 0 ${BAR_WIDTH} 12`, 'aria-hidden': 'true', class: 'bar' },
    svgShape('rect', { class: 'gone', width: BAR_WIDTH, height: 12 }),
    svgShape('rect', { class: `kind-${kind}`, width: Math.max(0, Math.min(BAR_WIDTH, width)), height: 12 }),
  );
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, swatch(`kind-${kind}`), `${kind} ${label}`),
    element('td', { class: 'number' }, formatDuration(p95Nanos as Nanoseconds)),
    element('td', { class: 'number' }, formatDuration((nowNanos - p95Nanos) as Nanoseconds)),
    element('td', {}, bar),
  );
}
