// What a slow tick consists of, on average, drawn beside what a tick may take.

import { formatDuration, formatShare, withoutZeros } from '../../../model/format-units.js';
import type { Report } from '../../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../../model/targets.js';
import { budgetParts, wholeOf } from '../../budget-parts.js';
import { markup, type Markup, nameText } from '../markup.js';

const MOST_PARTS = 6;
/** Units of the picture, whatever its width on the page. */
const WIDTH = 1_000;

export function budgetBar({ ranking }: Report): Markup {
  const parts = budgetParts(ranking, MOST_PARTS).map((part) => ({ ...part, label: nameText(part.label) }));
  const wholeNanos = wholeOf(parts);
  if (wholeNanos === 0) return markup``;
  const scale = WIDTH / Math.max(wholeNanos, TICK_TARGET_NANOS);
  const budget = withoutZeros(formatDuration(TICK_TARGET_NANOS));
  const text = `A slow tick takes ${formatDuration(wholeNanos)} on average; the budget is ${budget}`;
  let at = 0;
  const bars = parts.map(({ label, kind, nanos }) => {
    const x = at;
    at += nanos * scale;
    return markup`<rect class="kind-${kind}" x="${x.toFixed(1)}" y="12" width="${(nanos * scale).toFixed(1)}" height="28"><title>${label}: ${formatDuration(nanos)}</title></rect>`;
  });
  const limit = (TICK_TARGET_NANOS * scale).toFixed(1);
  return markup`<figure class="budget">
    <figcaption>${text}</figcaption>
    <svg viewBox="0 0 ${WIDTH} 52" preserveAspectRatio="none" role="img" aria-label="${text}">
      ${bars}
      <line class="limit" x1="${limit}" x2="${limit}" y1="0" y2="52" />
    </svg>
    <ul class="legend">
      ${parts.map(
        ({ label, kind, nanos, share }) =>
          markup`<li>
            <span class="swatch kind-${kind}"></span>${label}: ${formatDuration(nanos)}, ${formatShare(share)}
          </li>`,
      )}
      <li><span class="swatch limit"></span>budget: ${budget}</li>
    </ul>
  </figure>`;
}
