// What the reader of the sources had to say.

import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { wrap } from '../text.js';

export function notes({ notes: all }: Pick<Report, 'notes'>, { columns }: Page): SectionText | undefined {
  if (all.length === 0) return undefined;
  return {
    title: 'Notes',
    lines: all.flatMap((note) => wrap(note, columns - INDENT.length)).map((line) => INDENT + line),
  };
}
