// Text as HTML. What is put into a template is escaped, whoever it comes from, and moves no cursor where the page is read in a terminal; only what a
// template has made goes in as it stands.

import { withEntities } from '../entities.js';
import { fit } from '../text.js';

/** HTML that is safe to put into HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Inserted = string | number | Markup | undefined | readonly Inserted[];

/** Names in tables and pictures are cut to this many cells; the JSON has them whole. */
const NAME_CELLS = 160;

/** A template whose text is ours and whose values are anybody's. */
export function markup(texts: TemplateStringsArray, ...inserted: readonly Inserted[]): Markup {
  return new Markup(texts.map((text, place) => text + asHtml(inserted[place])).join(''));
}

function asHtml(inserted: Inserted): string {
  if (inserted === undefined) return '';
  if (inserted instanceof Markup) return inserted.text;
  if (typeof inserted === 'object') return inserted.map(asHtml).join('');
  return withEntities(String(inserted));
}

/** A name as people may see it: on one line, without what would hide it or turn it round, and not too long. */
export function nameText(name: string, cells: number = NAME_CELLS): string {
  return fit(name, cells);
}

/** JSON between `<script>` and `</script>`: no text in it ends that element, or begins another. */
export function jsonInScript(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}
