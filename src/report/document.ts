// A text that is made for a terminal and for Markdown from the same parts.

import type { Page, SectionText } from './page.js';
import type { Style } from './paint.js';
import { type Column, INDENT, type Row, tableLines } from './table.js';
import { pageOf, type PageOptions, sectionsAsText } from './terminal.js';
import { wrap } from './text.js';

/** What stands in a column is a name from the program: Markdown shows it as code. */
export type DocumentColumn = Column & { readonly isCode?: true };

export interface DocumentPart {
  /** Absent: the part speaks for itself. */
  readonly title?: string;
  readonly paragraphs?: readonly { readonly text: string; readonly style?: Style }[];
  readonly table?: { readonly columns: readonly DocumentColumn[]; readonly rows: readonly Row[] };
  /** What stands below the table. */
  readonly remarks?: readonly string[];
}

/** @returns lines, each with its line break, no wider than the terminal */
export function documentAsText(parts: readonly DocumentPart[], options: PageOptions): string {
  const page = pageOf(options);
  return sectionsAsText(
    parts.map((part) => sectionOf(part, page)),
    page,
  );
}

function sectionOf({ title, paragraphs = [], table, remarks = [] }: DocumentPart, page: Page): SectionText {
  const indent = title === undefined ? '' : INDENT;
  const linesOf = (text: string, style?: Style): string[] =>
    wrap(text, page.columns - indent.length).map(
      (line) => indent + (style === undefined ? line : page.paint(style, line)),
    );
  return {
    ...(title !== undefined && { title }),
    lines: [
      ...paragraphs.flatMap(({ text, style }) => linesOf(text, style)),
      ...(table === undefined ? [] : tableLines(table.columns, table.rows, page)),
      ...remarks.flatMap((text) => linesOf(text, 'dim')),
    ],
  };
}
