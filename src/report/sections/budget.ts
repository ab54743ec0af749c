// The mean slow tick beside its budget: one bar of its largest parts, to one scale with what a tick may take.

import { formatDuration, withoutZeros } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { type BudgetPart, budgetParts, wholeOf } from '../budget-parts.js';
import { BAD, GOOD, type Page, type SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { filler, fit } from '../text.js';

/** Told apart without colour too; the last one is for all others. */
const FILLS = ['█', '▓', '▒', '░'];
/** Room for the numbers behind the bar. */
const NUMBER_CELLS = 10;

export function budget({ ranking }: Report, page: Page): SectionText | undefined {
  const parts = budgetParts(ranking, FILLS.length - 1);
  const wholeNanos = wholeOf(parts);
  if (wholeNanos === 0) return undefined;
  const width = page.columns - INDENT.length - NUMBER_CELLS;
  const scale = width / Math.max(wholeNanos, TICK_TARGET_NANOS);
  const limit = Math.max(2, Math.round(TICK_TARGET_NANOS * scale));
  const barLine = (drawn: string, nanos: Nanoseconds): string =>
    INDENT + drawn + filler(drawn, width) + formatDuration(nanos).padStart(NUMBER_CELLS);
  const style = wholeNanos < TICK_TARGET_NANOS ? GOOD : BAD;
  return {
    title: `A slow tick, and the budget of ${withoutZeros(formatDuration(TICK_TARGET_NANOS))}`,
    lines: [
      page.paint(style, barLine(barOf(parts, scale), wholeNanos)),
      page.paint('dim', barLine(`├${'─'.repeat(limit - 2)}┤`, TICK_TARGET_NANOS)),
      ...parts.map(({ label, nanos }, place) =>
        page.paint('dim', barLine(fit(`${FILLS[place]} ${label}`, width), nanos)),
      ),
    ],
  };
}

/** Each part ends where the sum of all before it and of itself ends, so that roundings do not add up. */
function barOf(parts: readonly BudgetPart[], scale: number): string {
  let nanos = 0;
  let drawn = '';
  for (const [place, part] of parts.entries()) {
    nanos += part.nanos;
    drawn += (FILLS[place] ?? '').repeat(Math.max(0, Math.round(nanos * scale) - drawn.length));
  }
  return drawn;
}
