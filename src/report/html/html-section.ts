// What every section of the page is given, and what it gives back.

import type { Report } from '../../model/report/report.js';
import { markup, type Markup } from './markup.js';

export interface HtmlSection {
  /** Of the element: links lead to it, and the script finds it. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** @returns nothing where there is nothing to say */
export type HtmlSectionOf = (report: Report) => HtmlSection | undefined;

export function paragraphs(texts: readonly string[], look = ''): Markup {
  return markup`${texts.map((text) => markup`<p${look === '' ? '' : markup` class="${look}"`}>${text}</p>\n`)}`;
}

/** Where the script draws; the numbers stand in tables beside it. */
export function drawnBy(view: string): Markup {
  return markup`<div class="view" data-view="${view}"></div>`;
}

/** Numbers that a chart shows too: open, until the script has drawn it. */
export function numbers(summary: string, tables: Markup): Markup {
  return markup`<details class="numbers" open>
    <summary>${summary}</summary>
    ${tables}
  </details>`;
}
