// The report as text for a terminal.

import type { Report } from '../model/report/report.js';
import type { Page, SectionText } from './page.js';
import { coloured, plain } from './paint.js';
import { ONE_TICK_SECTIONS, SECTIONS } from './sections/index.js';

/** Of what is not printed on a terminal, or on one that does not say how wide it is. */
export const USUAL_COLUMNS = 80;
/** Wider lines are hard to read. */
const MOST_COLUMNS = 120;
/** Below, tables have no room; a terminal that is narrower breaks the lines itself. */
const LEAST_COLUMNS = 60;

export interface PageOptions {
  /** The terminal's width; at most 120 are used. */
  readonly columns: number;
  readonly colours: boolean;
}

export interface TerminalOptions extends PageOptions {
  /** A trace id, or its beginning: that tick is shown, and nothing else. */
  readonly tick?: string;
}

/** @returns lines, each with its line break, no wider than the terminal and without spaces at their ends */
export function renderTerminal(report: Report, { tick, ...options }: TerminalOptions): string {
  const page: Page = { ...pageOf(options), ...(tick !== undefined && { tick }) };
  const sections = (tick === undefined ? SECTIONS : ONE_TICK_SECTIONS).flatMap(
    (section) => section(report, page) ?? [],
  );
  return sectionsAsText(sections, page);
}

export function pageOf({ columns, colours }: PageOptions): Page {
  return {
    columns: Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns)),
    paint: colours ? coloured : plain,
  };
}

export function sectionsAsText(sections: readonly SectionText[], page: Page): string {
  return sections
    .map(({ title, lines }) => [...(title === undefined ? [] : [page.paint('bold', title)]), ...lines])
    .map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join(''))
    .join('\n');
}
