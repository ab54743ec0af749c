// What a slow tick consists of, on average, drawn beside what a tick may take.

import { formatDuration, formatShare, withoutZeros } from '../../../model/format-units.js';
import type { RankedOperation } from '../../../model/report/ranking-report.js';
import type { Report } from '../../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../../model/targets.js';
import type { Nanoseconds, Share } from '../../../model/units.js';
import { markup, type Markup, nameText } from '../markup.js';

const MOST_PARTS = 6;
/** Units of the picture, whatever its width on the page. */
const WIDTH = 1_000;

interface Part {
  readonly label: string;
  readonly kind: string;
  readonly nanos: Nanoseconds;
  readonly share: Share;
}

export function budgetBar({ ranking }: Report): Markup {
  const parts = partsOf(ranking);
  const wholeNanos = parts.reduce((sum, { nanos }) => sum + nanos, 0) as Nanoseconds;
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

function partsOf(ranking: readonly RankedOperation[]): Part[] {
  const largest = ranking.toSorted((one, other) => other.share - one.share);
  const parts = largest.slice(0, MOST_PARTS).map(({ kind, name, criticalPathNanosPerTick, share }) => ({
    label: nameText(`${kind} ${name}`),
    kind,
    nanos: criticalPathNanosPerTick,
    share,
  }));
  const rest = largest.slice(MOST_PARTS);
  const nanos = rest.reduce((sum, row) => sum + row.criticalPathNanosPerTick, 0) as Nanoseconds;
  const share = Math.min(
    1,
    rest.reduce((sum, row) => sum + row.share, 0),
  ) as Share;
  return nanos === 0 ? parts : [...parts, { label: 'all others', kind: 'other', nanos, share }];
}
