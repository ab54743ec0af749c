// What every section is given, and what it gives back.

import type { Report } from '../model/report/report.js';
import { type Paint, type Style } from './paint.js';

export interface Page {
  /** Cells in a line. */
  readonly columns: number;
  readonly paint: Paint;
  /** The trace id, or its beginning, of the one tick to show. */
  readonly tick?: string;
}

export interface SectionText {
  /** Absent: the section speaks for itself. */
  readonly title?: string;
  /** None longer than the page is wide. */
  readonly lines: readonly string[];
}

/** @returns nothing where there is nothing to say */
export type Section = (report: Report, page: Page) => SectionText | undefined;

/** How a verdict, a status or a severity looks. */
export const GOOD: Style = 'green';
export const BAD: Style = 'red';
export const UNSURE: Style = 'yellow';
