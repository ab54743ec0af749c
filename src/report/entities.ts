// Text in HTML and in XML.

import { printable } from './text.js';

/** HTML 5 and XML 1.0 know all of these. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** @returns the text for an element or a quoted attribute. `printable` writes out controls, which XML 1.0 cannot hold. */
export function withEntities(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
